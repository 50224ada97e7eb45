package io.hearthwatch.database.backup;

import io.hearthwatch.database.embedded.SafeFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file that is written beside its final name and gets that name only when it is whole and on the disk. The name meanwhile is that of the
 * file with {@code .part} behind it, locked by its writer: what a killed writer left is known by being unlocked, and written over.
 */
final class PartFile implements Closeable {
    static final String SUFFIX = ".part";

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private boolean published;

    private PartFile(Path file, Path part, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.channel = channel;
    }

    /** @throws BackupException if the file exists, or somebody writes it now */
    static PartFile create(Path file) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new BackupException(target + " exists already", "name another file; nothing is written over");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new BackupException("there is no directory " + target.getParent(), "make it, or name another file");
        }
        Path part = target.resolveSibling(target.getFileName() + SUFFIX);
        FileChannel channel = FileChannel.open(
                part, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), SafeFiles.OWNER_ONLY);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new BackupException(
                    "another backup is writing " + part + " now", "wait for it, or name another file");
        }
        part.toFile().deleteOnExit(); // after Ctrl-C
        channel.truncate(0);
        return new PartFile(target, part, channel);
    }

    /** Removes what killed backups left in a directory. */
    static void removeLeftovers(Path directory) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "hearthwatch-*.tar.gz" + SUFFIX)) {
            for (Path part : parts) {
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    if (channel.tryLock() != null) {
                        Files.delete(part);
                    }
                } catch (OverlappingFileLockException | NoSuchFileException e) {
                    // Somebody's who lives, or gone meanwhile.
                }
            }
        }
    }

    /** Where its content goes; closing it closes nothing. */
    OutputStream stream() {
        return new OutputStream() {
            private final OutputStream out = Channels.newOutputStream(channel);

            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }
        };
    }

    /** @throws BackupException if the file fills the disk that the data is on */
    void checkRoom(Path dataDirectory, long keepFree) throws IOException {
        FileStore store = Files.getFileStore(part);
        if (store.equals(Files.getFileStore(dataDirectory)) && store.getUsableSpace() < keepFree) {
            throw new BackupException(
                    "the backup would fill the disk that the data is on (" + store + ")",
                    "write it to another disk, or make room");
        }
    }

    /** Gives the file its name. */
    void publish() throws IOException {
        channel.force(true);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        published = true;
        SafeFiles.forceDirectory(file.getParent());
    }

    @Override
    public void close() throws IOException {
        if (!published) {
            Files.deleteIfExists(part); // while the lock is held, so that nobody else's is deleted
        }
        channel.close();
    }
}
