package io.hearthwatch.benchmarks.faults;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes that a library might forget when its connection ends: they are failed then. Thread-safe. */
final class OpenPublishes {
    private final Set<Open> all = ConcurrentHashMap.newKeySet();

    /** One that waits for its answer. */
    final class Open {
        private final CompletableFuture<Integer> answer = new CompletableFuture<>();

        CompletableFuture<Integer> answer() {
            return answer;
        }

        void answered(int code) {
            all.remove(this);
            answer.complete(code);
        }

        void failed(Throwable why) {
            all.remove(this);
            answer.completeExceptionally(why == null ? new IllegalStateException("no reason given") : why);
        }
    }

    Open add() {
        Open open = new Open();
        all.add(open);
        return open;
    }

    void failAll(String why) {
        all.forEach(open -> open.failed(new IllegalStateException(why)));
    }
}
