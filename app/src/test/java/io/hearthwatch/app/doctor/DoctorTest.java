package io.hearthwatch.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.commands.RootCommand;
import io.hearthwatch.app.disk.Disk;
import io.hearthwatch.app.doctor.Finding.Level;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.database.embedded.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");

    @TempDir
    Path temp;

    private record Ended(int status, String out, String err, JsonNode report) {
        Level level(String check) {
            for (JsonNode found : report.path("checks")) {
                if (found.path("check").asText().equals(check)) {
                    return Level.valueOf(found.path("level").asText().toUpperCase(java.util.Locale.ROOT));
                }
            }
            return null;
        }
    }

    private Ended doctor(String... more) throws IOException {
        Path json = Files.createTempFile(temp, "report", ".json");
        List<String> line = new ArrayList<>(List.of(
                "doctor", "--json", json.toString(), "--mqtt-port", "0", "--http-port", "0", "--min-free", "0"));
        line.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Hearthwatch.run(
                new RootCommand(),
                Map.of(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                line.toArray(new String[0]));
        return new Ended(status, out.toString(), err.toString(), new ObjectMapper().readTree(json.toFile()));
    }

    @Test
    void clocksThatDifferAreNamed() {
        Instant now = Instant.parse("2026-11-22T06:00:00Z");
        assertThat(DatabaseChecks.databaseClock(now, now.plusMillis(30), now.plusMillis(50))
                        .level())
                .isEqualTo(Finding.Level.OK);
        Finding behind = DatabaseChecks.databaseClock(now, now.minusSeconds(12), now.plusMillis(50));
        assertThat(behind.level()).isEqualTo(Finding.Level.WARNING);
        assertThat(behind.says()).endsWith("12 s behind this machine's");
        assertThat(DatabaseChecks.databaseClock(now, now.plusSeconds(12), now.plusMillis(50))
                        .says())
                .contains("ahead of this machine's");
    }

    @Test
    void aClockThatJumpsWhileItIsLookedAtIsAWarning() {
        Instant now = Instant.parse("2026-11-22T06:00:00Z");
        assertThat(MachineChecks.steady(now, now.plusSeconds(3), 3_000_000_000L).level())
                .isEqualTo(Finding.Level.OK);
        Finding jump = MachineChecks.steady(now, now.plusSeconds(63), 3_000_000_000L);
        assertThat(jump.level()).isEqualTo(Finding.Level.WARNING);
        assertThat(jump.says()).isEqualTo("the clock jumped by 60 s within 3 s");
    }

    @Test
    void withoutADatabaseNothingIsMadeAndNothingIsAnError() throws Exception {
        Path nowhere = temp.resolve("nowhere");
        Ended ended = doctor("--data-dir", nowhere.toString());
        assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(ExitStatus.DONE);
        assertThat(ended.level("data directory")).isEqualTo(Level.OK);
        assertThat(ended.level("catalog")).isEqualTo(Level.OK);
        assertThat(ended.report().path("ok").asBoolean()).isTrue();
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void aDirectoryIsLookedAtWhetherItsServerRunsOrNotAndLeftAsItIs() throws Exception {
        Path home = temp.resolve("data");
        try (DataDirectory running = DataDirectory.own(home, CACHE)) {
            assertThat(running.isOwner()).isTrue();
            Ended ended = doctor("--data-dir", home.toString());
            assertThat(ended.status()).as(ended.out()).isEqualTo(ExitStatus.DONE);
            assertThat(ended.out())
                    .contains("process " + ProcessHandle.current().pid() + " runs on it");
            for (String check : List.of("database", "fsync", "synchronous_commit", "wraparound", "data version")) {
                assertThat(ended.level(check)).as(check).isEqualTo(Level.OK);
            }
        }
        List<String> before = files(home);
        Ended ended = doctor("--data-dir", home.toString());
        assertThat(ended.status()).as(ended.out()).isEqualTo(ExitStatus.DONE);
        assertThat(ended.level("database")).as("none was started").isNull();
        assertThat(files(home)).isEqualTo(before);

        ended = doctor("--data-dir", home.toString(), "--start");
        assertThat(ended.level("database")).isEqualTo(Level.OK);

        Files.writeString(home.resolve("pg/PG_VERSION"), "11\n");
        ended = doctor("--data-dir", home.toString());
        assertThat(ended.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ended.level("data version")).isEqualTo(Level.ERROR);
    }

    private static List<String> files(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aGivenServerIsAskedForItsSettingsAndSchemas() throws Exception {
        try (TestDatabase test = TestDatabase.create()) {
            ConnectionSettings where = test.settings();
            test.database().migrate("fleet");
            test.database()
                    .withConnection(connection -> connection
                            .createStatement()
                            .executeUpdate("update fleet.schema_version set version = '900' where version = '1'"));
            List<String> options = new ArrayList<>(List.of("--database", where.jdbcUrl()));
            if (where.user() != null) {
                options.addAll(List.of("--database-user", where.user(), "--database-password", where.password()));
            }
            Ended ended = doctor(options.toArray(new String[0]));
            assertThat(ended.status()).isEqualTo(ExitStatus.FAILED);
            assertThat(ended.level("schema fleet")).isEqualTo(Level.ERROR);
            assertThat(ended.out()).contains("newer Hearthwatch");
            if (where.password() != null) {
                assertThat(ended.out()).doesNotContain(where.password());
            }
        }
    }

    @Test
    void aServerThatIsAwayIsAnErrorWithWhatToDo() throws Exception {
        Ended ended = doctor("--database", "jdbc:postgresql://127.0.0.1:1/x");
        assertThat(ended.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ended.level("database")).isEqualTo(Level.ERROR);
        assertThat(ended.out()).contains("try: check that the server runs");
    }

    @Test
    void aPortThatSomebodyElseHoldsIsAnError() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Finding> found = new PortChecks("127.0.0.1", taken.getLocalPort(), "127.0.0.1", 0).look(false);
            assertThat(found.get(0).level()).isEqualTo(Level.ERROR);
            assertThat(found.get(0).remedy()).contains("--mqtt-port");
            assertThat(found.get(1).level()).isEqualTo(Level.OK);
        }
    }

    @Test
    void aWrongCatalogIsSaidWithFileAndLine() throws Exception {
        Path types = Files.createDirectory(temp.resolve("types"));
        Files.writeString(types.resolve("toaster.yaml"), "type: toaster\nmetrics: 7\n");
        List<Finding> found = CatalogChecks.look(List.of(types));
        assertThat(found).allMatch(finding -> finding.level() == Level.ERROR);
        assertThat(found.get(0).says()).contains("toaster.yaml");
    }

    @Test
    void whatThreatensTheDataIsAnErrorAndWhatMayDoSoLaterAWarning() {
        assertThat(levels(
                        DatabaseChecks.durable("fsync", "off"),
                        DatabaseChecks.durable("synchronous_commit", "local"),
                        DatabaseChecks.wraparound(200_000_000L),
                        DatabaseChecks.wraparound(1_200_000_000L),
                        DatabaseChecks.wraparound(2_000_000_000L),
                        DatabaseChecks.connections(3, false),
                        DatabaseChecks.connections(50, true),
                        DatabaseChecks.version(13)))
                .containsExactly(
                        Level.ERROR,
                        Level.OK,
                        Level.OK,
                        Level.WARNING,
                        Level.ERROR,
                        Level.WARNING,
                        Level.OK,
                        Level.ERROR);
        assertThat(levels(
                        DiskChecks.kind("tmpfs"),
                        DiskChecks.kind("nfs4"),
                        DiskChecks.kind("overlay"),
                        DiskChecks.kind("ext4"),
                        DiskChecks.speed(0.4),
                        DiskChecks.speed(80)))
                .containsExactly(Level.WARNING, Level.WARNING, Level.WARNING, Level.OK, Level.OK, Level.WARNING);
        assertThat(levels(
                        MachineChecks.java(11),
                        MachineChecks.files(1024, 20_000),
                        MachineChecks.files(1 << 20, 20_000),
                        MachineChecks.year(Instant.parse("1970-01-01T00:00:10Z")),
                        MachineChecks.year(Instant.parse("2026-11-22T06:00:00Z")),
                        MachineChecks.memory(64 << 20, OptionalLong.empty()),
                        MachineChecks.memory(1 << 30, OptionalLong.of(8L << 30))))
                .containsExactly(Level.ERROR, Level.WARNING, Level.OK, Level.ERROR, Level.OK, Level.WARNING, Level.OK);
    }

    @Test
    void roomBelowTheLimitIsAnErrorAndCloseToItAWarning() throws Exception {
        long free = Disk.of(temp).room().free();
        assertThat(roomCheck("" + free * 2)).isEqualTo(Level.ERROR);
        assertThat(roomCheck("" + free * 2 / 3)).isEqualTo(Level.WARNING);
        assertThat(roomCheck("0")).isEqualTo(Level.OK);
    }

    private Level roomCheck(String minFree) {
        return new DiskChecks(temp, io.hearthwatch.app.disk.MinFree.parse(minFree))
                .look()
                .get(0)
                .level();
    }

    private static List<Level> levels(Finding... found) {
        return Stream.of(found)
                .peek(finding -> assertThat(finding.remedy().isEmpty()).isEqualTo(finding.level() == Level.OK))
                .map(Finding::level)
                .toList();
    }
}
