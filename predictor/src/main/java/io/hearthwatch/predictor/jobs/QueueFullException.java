package io.hearthwatch.predictor.jobs;

/** Too many jobs wait already. */
public final class QueueFullException extends RuntimeException {
    QueueFullException(String message) {
        super(message);
    }
}
