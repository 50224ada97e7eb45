package io.hearthwatch.database.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.database.SchemaVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a base backup of the embedded database into one archive while the database works: what was committed when it began is in it.
 *
 * <ol>
 *   <li>A replication slot that ends with our session keeps the write-ahead log from being recycled, and the server is told that a backup
 *       begins. If we are killed, the server drops both by itself.
 *   <li>The files are copied as they are, torn or not; the log from the backup's first checkpoint on repairs them.
 *   <li>The server is told that the backup ends; the label that it gives, and the log until then, are added.
 *   <li>Checksums last, so that an archive which ends early is known by it ({@link PartFile}, {@link ArchiveReader}).
 * </ol>
 *
 * Passwords of the server's roles are in the archive as hashes, and so are appliances' secrets; the files with the embedded server's own
 * password are not.
 */
public final class Backup {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROOM_CHECK_BYTES = 16 << 20;

    private final Path dataDirectory;
    private final ConnectionSettings server;
    private final BackupProgress progress;
    private final long keepFree;

    private long done;
    private long total;
    private long nextRoomCheck;

    /**
     * @param dataDirectory the data directory, whose database runs
     * @param server that database
     * @param keepFree bytes to leave free on the data directory's disk where the archive goes to the same one
     */
    public Backup(Path dataDirectory, ConnectionSettings server, long keepFree, BackupProgress progress) {
        this.dataDirectory = dataDirectory;
        this.server = server;
        this.keepFree = keepFree;
        this.progress = progress;
    }

    /** Removes what backups that were killed left in a directory of backups; those under way are left alone. */
    public static void removeLeftovers(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            PartFile.removeLeftovers(directory);
        }
    }

    /**
     * Writes the archive. It appears under its name only when it is whole and on the disk; readable by its owner only.
     *
     * @param file does not exist yet
     * @param hearthwatch this program's version
     * @param now when the backup is made
     * @throws BackupException if it cannot be made; nothing is left behind then
     */
    public BackupReport write(Path file, String hearthwatch, Instant now) {
        try (PartFile part = PartFile.create(file);
                Connection session = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            Manifest manifest;
            int files;
            // Not closed where it fails: that would write an archive's regular end.
            ArchiveWriter archive = new ArchiveWriter(part.stream(), now.toEpochMilli());
            try (Statement sql = session.createStatement()) {
                manifest = copy(sql, session, archive, part, hearthwatch, now);
                archive.finish();
                files = archive.files();
            }
            archive.close();
            part.publish();
            return new BackupReport(file, manifest, files, done, Files.size(file));
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("the database failed during the backup: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Manifest copy(
            Statement sql, Connection session, ArchiveWriter archive, PartFile part, String hearthwatch, Instant now)
            throws SQLException, IOException {
        Path cluster = dataDirectory.resolve("pg").toRealPath();
        ClusterFiles before = ClusterFiles.of(cluster);
        total = before.bytes();
        List<String> version = row(sql, "select current_setting('server_version_num')::int / 10000, version()");
        Map<String, Integer> schemas = SchemaVersions.stored(session);
        Manifest manifest =
                Manifest.now(hearthwatch, now, Integer.parseInt(version.get(0)), version.get(1), schemas, total);
        archive.file(
                ArchiveReader.MANIFEST, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));

        String slot = "hearthwatch_backup_" + ProcessHandle.current().pid();
        row(sql, "select pg_create_physical_replication_slot('" + slot + "', true, true)");
        String start = row(sql, "select pg_walfile_name(pg_backup_start('hearthwatch', fast => true))")
                .get(0);
        copyFiles(cluster, archive, part);
        List<String> stop = row(sql, """
                select pg_walfile_name(lsn), labelfile, coalesce(spcmapfile, '')
                from pg_backup_stop(wait_for_archive => false)
                """);
        if (!stop.get(2).isBlank()) {
            throw new IOException("the database has tablespaces; they cannot be backed up");
        }
        archive.file("pg/backup_label", stop.get(1).getBytes(StandardCharsets.UTF_8));
        copyLog(cluster.resolve(ClusterFiles.WAL), start, stop.get(0), archive, part);
        return manifest;
    }

    private void copyFiles(Path cluster, ArchiveWriter archive, PartFile part) throws IOException {
        ClusterFiles now = ClusterFiles.of(cluster);
        total = now.bytes();
        archive.directory("pg");
        for (Path directory : now.directories()) {
            archive.directory("pg/" + directory);
        }
        for (Path file : now.files()) {
            copyFile(cluster.resolve(file), "pg/" + file, archive, part);
        }
        // Last of all, as PostgreSQL asks for.
        archive.file("pg/" + ClusterFiles.CONTROL, control(cluster.resolve(ClusterFiles.CONTROL)));
    }

    private void copyFile(Path file, String name, ArchiveWriter archive, PartFile part) throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                InputStream in = java.nio.channels.Channels.newInputStream(channel)) {
            long size = channel.size();
            archive.file(name, in, size);
            done += size;
        } catch (NoSuchFileException dropped) {
            return; // a table dropped since; the log says so
        }
        progress.at("copying", done, Math.max(total, done));
        if (done >= nextRoomCheck) {
            nextRoomCheck = done + ROOM_CHECK_BYTES;
            part.checkRoom(dataDirectory, keepFree);
        }
    }

    /** The control file is written in place by the server; two equal reads in a row are a whole one. */
    private static byte[] control(Path file) throws IOException {
        byte[] last = Files.readAllBytes(file);
        for (int i = 0; i < 1_000; i++) {
            byte[] again = Files.readAllBytes(file);
            if (Arrays.equals(last, again)) {
                return again;
            }
            last = again;
        }
        throw new IOException(file + " does not stand still");
    }

    private void copyLog(Path log, String first, String last, ArchiveWriter archive, PartFile part) throws IOException {
        List<Path> segments;
        try (Stream<Path> list = Files.list(log)) {
            segments = list.filter(file -> needed(file.getFileName().toString(), first, last))
                    .sorted()
                    .toList();
        }
        if (segments.stream().noneMatch(segment -> segment.endsWith(first))
                || segments.stream().noneMatch(segment -> segment.endsWith(last))) {
            throw new IOException("the write-ahead log from " + first + " to " + last + " is not there any more");
        }
        for (Path segment : segments) {
            copyFile(segment, "pg/" + ClusterFiles.WAL.resolve(segment.getFileName()), archive, part);
        }
    }

    private static boolean needed(String name, String first, String last) {
        if (name.endsWith(".history")) {
            return true;
        }
        return name.matches("[0-9A-F]{24}") && name.compareTo(first) >= 0 && name.compareTo(last) <= 0;
    }

    private static List<String> row(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            String[] columns = new String[row.getMetaData().getColumnCount()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = row.getString(i + 1);
            }
            return Arrays.asList(columns);
        }
    }
}
