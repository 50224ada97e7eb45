package io.hearthwatch.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.database.embedded.DataDirectory;
import io.hearthwatch.database.embedded.DirectoryInUseException;
import io.hearthwatch.database.embedded.DirectoryNotEmptyException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");
    private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
    private static final BackupProgress SILENT = (what, done, total) -> {};

    @TempDir
    static Path shared;

    private static DataDirectory running;
    private static Path home;

    @TempDir
    Path temp;

    @BeforeAll
    static void start() throws Exception {
        home = shared.resolve("data");
        running = DataDirectory.own(home, CACHE);
        execute(running.connection(), "create table written (n int primary key, text text)");
        execute(
                running.connection(),
                "insert into written select -n, repeat(md5(n::text), 20) from generate_series(1, 20000) n");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void whatWasCommittedBeforeABackupBeganIsInItWhileWritersGoOn() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> writeUntil(enough, acknowledged));
        writer.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() > 200);
        int before = acknowledged.get();
        Path file = temp.resolve("copy.tar.gz");
        try {
            // In the middle of copying, so that the log has something to repair.
            AtomicBoolean once = new AtomicBoolean();
            BackupReport report = backup((what, done, total) -> {
                        if (done > total / 2 && once.compareAndSet(false, true)) {
                            int now = acknowledged.get();
                            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() > now + 100);
                        }
                    })
                    .write(file, "1.2.3", NOW);
            assertThat(report.manifest().hearthwatch()).isEqualTo("1.2.3");
            assertThat(report.manifest().postgresqlMajor()).isEqualTo(DataDirectory.postgresMajor(home, CACHE));
            assertThat(report.bytes()).isGreaterThan(10_000_000);
            assertThat(once).isTrue();
        } finally {
            enough.set(true);
            writer.join();
        }

        Path other = temp.resolve("restored");
        BackupReport restored = new Restore(file, CACHE, SILENT).into(other);
        assertThat(restored.manifest().createdAt()).isEqualTo(NOW.toString());
        try (DataDirectory copy = DataDirectory.own(other, CACHE)) {
            int kept = Integer.parseInt(query(copy.connection(), "select count(*) from written where n > 0"));
            assertThat(kept).isGreaterThanOrEqualTo(before + 100);
            assertThat(query(copy.connection(), "select max(n) from written"))
                    .as("a beginning of what was written, without a gap")
                    .isEqualTo("" + kept);
            assertThat(query(copy.connection(), "select count(*) from written where n < 0"))
                    .isEqualTo("20000");
            assertThat(copy.connection().password())
                    .isNotEqualTo(running.connection().password());
            execute(copy.connection(), "insert into written values (0, 'goes on')");
        }
        assertThat(names(file))
                .contains("hearthwatch-backup.json", "pg/backup_label", "pg/global/pg_control", "SHA256SUMS")
                .noneMatch(name -> name.contains("password") || name.contains("server.json"))
                .doesNotContain("pg/postmaster.pid");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(query(running.connection(), "select count(*) from pg_replication_slots"))
                .isEqualTo("0");
    }

    @Test
    void aDamagedBackupIsRefusedBeforeAnythingIsTouched() throws Exception {
        Path whole = temp.resolve("whole.tar.gz");
        backup(SILENT).write(whole, "1", NOW);
        assertThat(new Restore(whole, CACHE, SILENT).verify().files()).isGreaterThan(500);
        long size = Files.size(whole);
        Path target = temp.resolve("restored");
        for (long at : new long[] {size / 3, size * 2 / 3, size - 6}) {
            Path flipped = Files.copy(whole, temp.resolve("flipped-" + at));
            try (RandomAccessFile bytes = new RandomAccessFile(flipped.toFile(), "rw")) {
                bytes.seek(at);
                int was = bytes.read();
                bytes.seek(at);
                bytes.write(was ^ 0x10);
            }
            refused(flipped, target, "damaged");
        }
        for (long length : new long[] {0, 10, size / 2, size - 9}) {
            Path cut = Files.copy(whole, temp.resolve("cut-" + length));
            try (RandomAccessFile bytes = new RandomAccessFile(cut.toFile(), "rw")) {
                bytes.setLength(length);
            }
            refused(cut, target, "damaged");
        }
        refused(Files.writeString(temp.resolve("letter"), "dear sir"), target, "is not a backup");
    }

    @Test
    void anArchiveWhoseContentWasChangedIsRefused() throws Exception {
        Path file = temp.resolve("forged");
        try (ArchiveWriter archive = new ArchiveWriter(Files.newOutputStream(file), 0)) {
            archive.file(ArchiveReader.MANIFEST, manifest(1, DataDirectory.postgresMajor(home, CACHE), Map.of()));
            archive.file("pg/../../escape", new byte[1]);
            archive.finish();
        }
        refused(file, temp.resolve("restored"), "damaged");
        assertThat(temp.resolve("escape")).doesNotExist();
    }

    @Test
    void whatThisProgramCannotRunIsRefusedWithTheReason() throws Exception {
        int major = DataDirectory.postgresMajor(home, CACHE);
        refused(archive(manifest(1, major - 1, Map.of())), temp.resolve("r"), "PostgreSQL " + (major - 1));
        refused(archive(manifest(2, major, Map.of())), temp.resolve("r"), "newer Hearthwatch (9.9)");
        refused(archive(manifest(1, major, Map.of("things", 2))), temp.resolve("r"), "'things' is at version 2");
        refused(archive(manifest(1, major, Map.of("dreams", 1))), temp.resolve("r"), "schema 'dreams'");
    }

    @Test
    void nothingIsWrittenOverAndADirectoryWithSomethingInItIsLeftAlone() throws Exception {
        Path file = temp.resolve("copy.tar.gz");
        backup(SILENT).write(file, "1", NOW);
        assertThatThrownBy(() -> backup(SILENT).write(file, "1", NOW))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("exists already");
        Path occupied = Files.createDirectory(temp.resolve("occupied"));
        Files.writeString(occupied.resolve("letter"), "mine");
        assertThatThrownBy(() -> new Restore(file, CACHE, SILENT).into(occupied))
                .isInstanceOf(DirectoryNotEmptyException.class)
                .hasMessageContaining("letter");
        assertThatThrownBy(() -> new Restore(file, CACHE, SILENT).into(home))
                .isInstanceOf(DirectoryNotEmptyException.class);
        try (Held held = new Held(temp.resolve("held"))) {
            assertThatThrownBy(() -> new Restore(file, CACHE, SILENT).into(held.directory))
                    .isInstanceOf(DirectoryInUseException.class);
        }
    }

    @Test
    void aRestoreThatDidNotFinishIsNeitherUsedNorInTheWayOfTheNext() throws Exception {
        Path file = temp.resolve("copy.tar.gz");
        backup(SILENT).write(file, "1", NOW);
        Path target = temp.resolve("restored");
        Files.createDirectories(target.resolve("restore.part/base"));
        assertThatThrownBy(() -> DataDirectory.own(target, CACHE))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("did not finish");
        new Restore(file, CACHE, SILENT).into(target);
        try (DataDirectory copy = DataDirectory.own(target, CACHE)) {
            assertThat(query(copy.connection(), "select count(*) from written where n < 0"))
                    .isEqualTo("20000");
        }
    }

    @Test
    void aBackupThatFailsLeavesNothingBehind() throws Exception {
        Path file = temp.resolve("copy.tar.gz");
        Backup failing = backup((what, done, total) -> {
            if (done > total / 2) {
                throw new IllegalStateException("stop here");
            }
        });
        assertThatThrownBy(() -> failing.write(file, "1", NOW)).hasMessage("stop here");
        assertThat(temp).isEmptyDirectory();
        await().atMost(Duration.ofSeconds(60)).until(BackupTest::notInBackup);
    }

    @Test
    void aBackupThatIsKilledLeavesNoFileWithItsNameAndTheServerAsItWas() throws Exception {
        Path file = temp.resolve("copy.tar.gz");
        ConnectionSettings where = running.connection();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stuck.class.getName(),
                        home.toString(),
                        where.jdbcUrl(),
                        where.user(),
                        where.password(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.equals("stuck")) {
                line = out.readLine();
            }
            assertThat(line).isEqualTo("stuck");
            assertThat(notInBackup()).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(file).doesNotExist();
        await().atMost(Duration.ofSeconds(60)).until(BackupTest::notInBackup);
        assertThat(new Restore(backup(SILENT).write(file, "1", NOW).file(), CACHE, SILENT)
                        .verify()
                        .files())
                .isPositive();
        try (var left = Files.list(temp)) {
            assertThat(left).containsExactly(file);
        }
    }

    /** Main class of a backup that stops in its middle until it is killed. */
    static final class Stuck {
        private Stuck() {}

        public static void main(String[] args) {
            new Backup(Path.of(args[0]), new ConnectionSettings(args[1], args[2], args[3]), 0, (what, done, total) -> {
                        if (done > total / 2) {
                            System.out.println("stuck");
                            await().forever().until(() -> false);
                        }
                    })
                    .write(Path.of(args[4]), "1", NOW);
        }
    }

    /** A directory whose lock somebody holds. */
    private static final class Held implements AutoCloseable {
        private final Path directory;
        private final java.nio.channels.FileChannel channel;

        Held(Path directory) throws Exception {
            this.directory = Files.createDirectory(directory);
            this.channel = java.nio.channels.FileChannel.open(
                    directory.resolve("owner.lock"),
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.WRITE);
            assertThat(channel.tryLock()).isNotNull();
        }

        @Override
        public void close() throws Exception {
            channel.close();
        }
    }

    private static Backup backup(BackupProgress progress) {
        return new Backup(home, running.connection(), 0, progress);
    }

    private static void refused(Path file, Path target, String because) {
        assertThatThrownBy(() -> new Restore(file, CACHE, SILENT).into(target))
                .as(file.getFileName().toString())
                .isInstanceOf(BackupException.class)
                .hasMessageMatching("(?s).*(" + java.util.regex.Pattern.quote(because) + "|not a backup).*")
                .satisfies(e -> assertThat(((BackupException) e).remedy()).isNotBlank());
        assertThat(target).doesNotExist();
    }

    private Path archive(byte[] manifest) throws Exception {
        Path file = Files.createTempFile(temp, "archive", "");
        try (ArchiveWriter archive = new ArchiveWriter(Files.newOutputStream(file), 0)) {
            archive.file(ArchiveReader.MANIFEST, manifest);
            archive.finish();
        }
        return file;
    }

    private static byte[] manifest(int format, int major, Map<String, Integer> schemas) throws Exception {
        return new ObjectMapper()
                .writeValueAsBytes(new Manifest(format, "9.9", NOW.toString(), major, "PostgreSQL", schemas, 0));
    }

    private static boolean notInBackup() throws SQLException {
        return query(running.connection(), "select count(*) from pg_replication_slots")
                .equals("0");
    }

    private static List<String> names(Path file) throws Exception {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static void writeUntil(AtomicBoolean enough, AtomicInteger acknowledged) {
        ConnectionSettings where = running.connection();
        try (Connection connection = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
                var insert = connection.prepareStatement("insert into written values (?, repeat('x', 500))")) {
            for (int n = 1; !enough.get(); n++) {
                insert.setInt(1, n);
                insert.executeUpdate();
                acknowledged.set(n);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(ConnectionSettings where, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password())) {
            connection.createStatement().execute(sql);
        }
    }

    private static String query(ConnectionSettings where, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
