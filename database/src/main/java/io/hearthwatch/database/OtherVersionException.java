package io.hearthwatch.database;

/** A schema was made by a newer program than this one, or by one whose migrations differ. Nothing was changed. */
public final class OtherVersionException extends RuntimeException {
    OtherVersionException(String message) {
        super(message);
    }
}
