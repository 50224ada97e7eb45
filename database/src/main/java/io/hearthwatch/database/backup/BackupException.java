package io.hearthwatch.database.backup;

/** A backup cannot be made, read or restored; with what to do about it. */
public final class BackupException extends RuntimeException {
    private final String remedy;

    BackupException(String message, String remedy) {
        this(message, remedy, null);
    }

    BackupException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What the user can do. */
    public String remedy() {
        return remedy;
    }
}
