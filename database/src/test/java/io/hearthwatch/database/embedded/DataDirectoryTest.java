package io.hearthwatch.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.DatabaseUnavailableException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");

    @TempDir
    Path temp;

    @Test
    void dataSurvivesAStopAndOnlyTheOwnerMayReadTheFiles() throws Exception {
        Path home = temp.resolve("data");
        try (DataDirectory directory = DataDirectory.use(home, CACHE)) {
            execute(directory.connection(), "create table kept as select 42 as answer");
            assertThat(setting(directory.connection(), "fsync")).isEqualTo("on");
            assertThat(setting(directory.connection(), "listen_addresses")).isEqualTo("127.0.0.1");
            for (String file : new String[] {"server.json", "password", "owner.json", "owner.lock"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
                        .isEqualTo("rw-------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                    .isEqualTo("rwx------");
        }
        assertThat(home.resolve("server.json")).doesNotExist();
        try (DataDirectory again = DataDirectory.own(home, CACHE)) {
            assertThat(query(again.connection(), "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void aServerThatEndsIsKnownAtOnceAndUntilItRunsAgain() throws Exception {
        Path home = temp.resolve("data");
        try (DataDirectory directory = DataDirectory.own(home, CACHE)) {
            assertThat(directory.serverRuns()).isTrue();
            long pid = Long.parseLong(
                    Files.readAllLines(home.resolve("pg/postmaster.pid")).get(0));
            // It cannot be started anew without its files, so that the test need not be faster than the start.
            Files.move(home.resolve("pg"), home.resolve("elsewhere"));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(30)).until(() -> !directory.serverRuns());
            Files.move(home.resolve("elsewhere"), home.resolve("pg"));
            await().atMost(Duration.ofSeconds(60)).until(directory::serverRuns);
            assertThat(query(directory.connection(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aSecondServerIsRefusedWithTheFirstOnesProcessIdWhileCommandsAttach() throws Exception {
        Path home = temp.resolve("data");
        try (OtherProcess first = OtherProcess.start(home)) {
            assertThatThrownBy(() -> DataDirectory.own(home, CACHE))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(String.valueOf(first.pid()));
            try (DataDirectory attached = DataDirectory.use(home, CACHE)) {
                assertThat(attached.isOwner()).isFalse();
                assertThat(query(attached.connection(), "select 1")).isEqualTo("1");
            }
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void aServerLeftOverFromAKilledOwnerIsReplaced() throws Exception {
        Path home = temp.resolve("data");
        long leftover;
        try (OtherProcess killed = OtherProcess.start(home)) {
            ConnectionSettings connection;
            try (DataDirectory attached = DataDirectory.use(home, CACHE)) {
                connection = attached.connection();
                execute(connection, "create table kept as select 7 as answer");
            }
            leftover = Long.parseLong(
                    Files.readAllLines(home.resolve("pg/postmaster.pid")).get(0));
            killed.killNow();
            assertThat(query(connection, "select 1"))
                    .as("the server outlives its owner")
                    .isEqualTo("1");
        }
        try (DataDirectory next = DataDirectory.own(home, CACHE)) {
            assertThat(next.isOwner()).isTrue();
            assertThat(Files.readAllLines(home.resolve("pg/postmaster.pid")).get(0))
                    .isNotEqualTo("" + leftover);
            assertThat(query(next.connection(), "select answer from kept")).isEqualTo("7");
        }
    }

    @Test
    void theServerIsStartedAnewWhenItIsKilled() throws Exception {
        Path home = temp.resolve("data");
        try (EmbeddedServer server = EmbeddedServer.start(home, CACHE, java.util.Map.of())) {
            execute(server.connection(), "create table kept as select 3 as answer");
            Commands.signal(server.pid(), "KILL");
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> "3".equals(query(server.connection(), "select answer from kept")));
        }
    }

    @Test
    void dataOfAnotherPostgresqlIsRefusedAndLeftAsItIs() throws Exception {
        Path home = temp.resolve("data");
        DataDirectory.use(home, CACHE).close();
        Path version = home.resolve("pg/PG_VERSION");
        String ours = Files.readString(version);
        for (String other : new String[] {"" + (Integer.parseInt(ours.strip()) - 1), "19", "6"}) {
            Files.writeString(version, other + "\n");
            assertThatThrownBy(() -> DataDirectory.own(home, CACHE))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("made by PostgreSQL " + other)
                    .hasMessageContaining("this program brings PostgreSQL " + ours.strip())
                    .hasMessageContaining("docs/operations.md");
        }
        Files.writeString(version, ours);
        DataDirectory.own(home, CACHE).close();
    }

    @Test
    void theServerIsStartedAnewWhenSomebodyElseToldItToStopAndItsClientsStay() throws Exception {
        Path home = temp.resolve("data");
        try (EmbeddedServer server = EmbeddedServer.start(home, CACHE, java.util.Map.of())) {
            ConnectionSettings where = server.connection();
            execute(where, "create table kept as select 5 as answer");
            // A pool's connection, for which a server that got SIGTERM waits for ever while it lets nobody in.
            try (Connection stays = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password())) {
                assertThat(stays.isValid(5)).isTrue();
                Commands.signal(server.pid(), "TERM");
                await().atMost(Duration.ofSeconds(30)).until(() -> refuses(where));
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(() -> "5".equals(query(where, "select answer from kept")));
            }
        }
    }

    private static boolean refuses(ConnectionSettings where) {
        try {
            query(where, "select 1");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private static void execute(ConnectionSettings where, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password())) {
            connection.createStatement().execute(sql);
        }
    }

    private static String setting(ConnectionSettings where, String name) throws SQLException {
        return query(where, "show " + name);
    }

    private static String query(ConnectionSettings where, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A JVM of its own that owns the directory until its standard input ends. */
    static final class OtherProcess implements AutoCloseable {
        private final Process process;

        private OtherProcess(Process process) {
            this.process = process;
        }

        static OtherProcess start(Path home) throws Exception {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Owner.class.getName(),
                            home.toString(),
                            CACHE.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.equals("owning")) {
                    return new OtherProcess(process);
                }
            }
            throw new IllegalStateException("the other process ended with " + process.waitFor());
        }

        long pid() {
            return process.pid();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        void killNow() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws Exception {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    /** Main class of the other process. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws Exception {
            try (DataDirectory directory = DataDirectory.own(Path.of(args[0]), Path.of(args[1]))) {
                System.out.println(directory.isOwner() ? "owning" : "attached");
                while (System.in.read() >= 0) {
                    // Until the parent closes the stream.
                }
            }
        }
    }
}
