package io.hearthwatch.servicedesk.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SenderTest {
    @Test
    void whatTookTooLongToLookUpIsNotSentAfterItWasNotedAsFailed() throws Exception {
        BlockingQueue<Runnable> lookups = new LinkedBlockingQueue<>();
        OutboxSettings settings = OutboxSettings.defaults().withTimeout(Duration.ofMillis(50));
        Sender sender = new Sender(settings, InstantSource.system(), lookups::add);
        try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            OutgoingEvent event = new OutgoingEvent("e", "ticket.opened", 1, Instant.EPOCH, 1, 1, "Li", Map.of());
            URI url = URI.create("http://127.0.0.1:" + receiver.getLocalPort() + "/");
            Attempt attempt = sender.send(
                            new Line(1, 1, UUID.randomUUID(), 1, event, url, false, List.of(Secret.random()), 0, null))
                    .get(10, TimeUnit.SECONDS);
            assertThat(attempt.error()).startsWith("no answer within");
            lookups.remove().run();
            receiver.setSoTimeout(500);
            assertThatThrownBy(receiver::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
