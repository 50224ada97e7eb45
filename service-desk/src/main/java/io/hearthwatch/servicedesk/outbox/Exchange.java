package io.hearthwatch.servicedesk.outbox;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * One request and what came back. The head of the answer says all that matters; its body gets a second to end, so that the connection can be
 * used again, and is cut off otherwise. Once it was ended nothing is sent any more. Thread-safe.
 */
final class Exchange {
    private static final long BODY_SECONDS = 1;

    private final HttpClient client;
    private final CompletableFuture<HttpResponse.ResponseInfo> head = new CompletableFuture<>();
    private CompletableFuture<?> asked;
    private boolean over;

    Exchange(HttpClient client) {
        this.client = client;
    }

    /** Sends the request. What is returned is done when the answer has ended, or with {@link #end}. */
    synchronized CompletableFuture<?> begin(HttpRequest request) {
        if (over) {
            // The look-up took longer than there was time: others may have sent this event and later ones meanwhile.
            throw new CancellationException();
        }
        CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(request, answer -> {
            head.complete(answer);
            return new Unread();
        });
        asked = sent;
        CompletableFuture<Void> unused = head.thenRunAsync(
                () -> sent.cancel(true), CompletableFuture.delayedExecutor(BODY_SECONDS, TimeUnit.SECONDS));
        return sent;
    }

    /** Ends it, whatever is still to come. */
    synchronized void end() {
        over = true;
        if (asked != null) {
            asked.cancel(true);
        }
    }

    /** The head of the answer, where one came. */
    Optional<HttpResponse.ResponseInfo> head() {
        return Optional.ofNullable(head.getNow(null));
    }

    /** The body of an answer, of which nothing is kept: however long it is, it costs nothing. */
    private static final class Unread implements HttpResponse.BodySubscriber<Void> {
        private static final int MOST_BYTES = 16_384;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private int bytes;

        @Override
        public CompletionStage<Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> some) {
            bytes += some.stream().mapToInt(ByteBuffer::remaining).sum();
            if (bytes > MOST_BYTES) {
                subscription.cancel();
                done.complete(null);
            } else {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.complete(null);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
