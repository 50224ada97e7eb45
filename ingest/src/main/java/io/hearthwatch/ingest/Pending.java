package io.hearthwatch.ingest;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A message on its way from {@link Ingest#accept} to the commit. Handed from the caller to its shard's thread, which alone
 * touches it until the promise is completed.
 */
final class Pending {
    /** What a message costs beside its payload, roughly. */
    private static final long OVERHEAD = 256;

    final ReceivedMessage message;
    /** Instead of a message: the appliance came or went. */
    final ConnectionWriter.Note note;

    final Promise<Verdict> promise = Promise.promise();
    /** Where the promise is to be completed, or null for anywhere. */
    final Context context;

    private byte[] hash;
    private int accepted;
    private int rejected;
    private Reason firstReason;
    // What the attempt to write says; forgotten when there is another attempt.
    private int repeated;
    private int refused;
    private Reason refusedReason;
    private Exception failure;

    Pending(ReceivedMessage message, Context context) {
        this.message = message;
        this.note = null;
        this.context = context;
    }

    Pending(ConnectionWriter.Note note) {
        this.message = null;
        this.note = note;
        this.context = null;
    }

    long bytes() {
        return OVERHEAD + (message == null ? 0 : message.payload().length);
    }

    void accepted() {
        accepted++;
    }

    void rejected(Reason reason) {
        rejected++;
        firstReason = firstReason == null ? reason : firstReason;
    }

    /** Before it is decoded once more. */
    void forgetAll() {
        accepted = 0;
        rejected = 0;
        firstReason = null;
        forgetAttempt();
    }

    /** It cannot be stored, and its sender is to know. */
    void fail(Exception why) {
        failure = why;
    }

    /** Tells the sender what became of it. */
    void complete() {
        if (failure == null) {
            promise.tryComplete(verdict());
        } else {
            promise.tryFail(failure);
        }
    }

    void forgetAttempt() {
        repeated = 0;
        refused = 0;
        refusedReason = null;
    }

    void repeated() {
        repeated++;
    }

    void refused(Reason reason) {
        refused++;
        refusedReason = refusedReason == null ? reason : refusedReason;
    }

    Verdict verdict() {
        Reason reason = firstReason == null ? refusedReason : firstReason;
        return new Verdict(
                accepted - repeated - refused, repeated, rejected + refused, reason == null ? null : reason.id());
    }

    /** SHA-256 of the payload, computed when it is first asked for. */
    byte[] hash() {
        if (hash == null) {
            try {
                hash = MessageDigest.getInstance("SHA-256").digest(message.payload());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
        return hash;
    }
}
