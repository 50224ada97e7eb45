package io.hearthwatch.database.backup;

/** Hears how far a backup or a restore is. */
@FunctionalInterface
public interface BackupProgress {
    /**
     * @param what what is being done
     * @param done bytes so far
     * @param total bytes there will be, as far as known
     */
    void at(String what, long done, long total);
}
