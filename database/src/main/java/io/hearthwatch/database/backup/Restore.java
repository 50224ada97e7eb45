package io.hearthwatch.database.backup;

import io.hearthwatch.database.embedded.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a backup, and makes a data directory out of it. */
public final class Restore {
    private final Path file;
    private final Path cache;
    private final BackupProgress progress;

    /**
     * @param file an archive that {@link Backup} wrote
     * @param cache where the embedded server's programs are unpacked
     */
    public Restore(Path file, Path cache, BackupProgress progress) {
        this.file = file;
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * Reads the whole archive and compares every checksum; changes nothing.
     *
     * @throws BackupException if it is damaged or not a backup
     */
    public BackupReport verify() {
        try {
            ArchiveReader reader = new ArchiveReader(file, progress);
            return reader.read(reader.manifest(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a data directory with what the backup holds. Everything is checked before the directory is touched; the database is then
     * brought to the backup's end, and given a new password of its own.
     *
     * @param directory does not exist, or is empty
     * @throws BackupException if the backup is damaged, or of another PostgreSQL or a newer Hearthwatch
     * @throws io.hearthwatch.database.embedded.DirectoryNotEmptyException if there is something in the directory
     */
    public BackupReport into(Path directory) {
        try {
            DataDirectory.checkEmpty(directory);
            ArchiveReader reader = new ArchiveReader(file, progress);
            Manifest manifest = reader.manifest();
            manifest.check(DataDirectory.postgresMajor(directory, cache));
            BackupReport checked = reader.read(manifest, null);
            checkRoom(directory, checked.bytes());
            DataDirectory.fill(directory, cache, cluster -> reader.read(manifest, cluster));
            return checked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkRoom(Path directory, long bytes) throws IOException {
        Path existing = directory.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && Files.getFileStore(existing).getUsableSpace() < bytes) {
            throw new BackupException(
                    "the backup takes " + bytes / 1_000_000 + " MB, and the disk of " + directory + " has "
                            + Files.getFileStore(existing).getUsableSpace() / 1_000_000 + " MB left",
                    "restore it to another disk, or make room");
        }
    }
}
