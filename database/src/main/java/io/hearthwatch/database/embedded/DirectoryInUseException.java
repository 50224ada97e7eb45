package io.hearthwatch.database.embedded;

/** Another process owns the data directory. */
public final class DirectoryInUseException extends RuntimeException {
    private final long ownerPid;

    DirectoryInUseException(String message, long ownerPid) {
        super(message);
        this.ownerPid = ownerPid;
    }

    /** The owner's process id, or -1 if it could not be read. */
    public long ownerPid() {
        return ownerPid;
    }
}
