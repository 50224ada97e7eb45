package io.hearthwatch.app.doctor;

import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.database.SchemaVersions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A database server that answers, or does not: version, settings that keep what is acknowledged, room for connections, schemas. */
final class DatabaseChecks {
    private static final int CONNECTIONS_OF_A_SERVICE = 24;
    private static final Duration LONG_TRANSACTION = Duration.ofHours(1);
    private static final long WRAPAROUND_WARNING = 1_000_000_000L;
    private static final long WRAPAROUND_ERROR = 1_800_000_000L;
    private static final int OLDEST_SERVER = 14;
    private static final Duration CLOCKS_APART = Duration.ofHours(1);
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);
    /** What goes wrong at a power cut where one of these is off. */
    private static final Map<String, String> DURABLE = Map.of(
            "fsync", "a power cut may damage the whole database",
            "full_page_writes", "a power cut may damage the whole database",
            "synchronous_commit", "what was acknowledged to appliances may be lost at a power cut");

    private final ConnectionSettings where;
    private final InstantSource clock;

    DatabaseChecks(ConnectionSettings where, InstantSource clock) {
        this.where = where;
        this.clock = clock;
    }

    List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        try (Database database = Database.connect(where, 1)) {
            found.add(Finding.ok("database", where + ": " + database.storage().describe()));
            database.withConnection(connection -> {
                try (Statement sql = connection.createStatement()) {
                    look(sql, connection, found);
                }
                return null;
            });
        } catch (DatabaseUnavailableException e) {
            found.add(Finding.error(
                    "database",
                    e.getMessage(),
                    "check that the server runs, and --database, its user and its password"));
        } catch (DatabaseException e) {
            found.add(Finding.error("database", "cannot look at it: " + e.getMessage(), "check the role's rights"));
        }
        return found;
    }

    private void look(Statement sql, Connection connection, List<Finding> found) throws SQLException {
        found.add(version(number(sql, "select current_setting('server_version_num')::int / 10000")));
        if (number(sql, "select pg_is_in_recovery()::int") == 1) {
            found.add(Finding.error(
                    "database role",
                    "the server is a standby: nothing can be written",
                    "name the primary with --database"));
        }
        for (String setting : DURABLE.keySet().stream().sorted().toList()) {
            found.add(durable(setting, text(sql, "show " + setting)));
        }
        found.add(connections(
                number(sql, """
                        select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                            - (select count(*) from pg_stat_activity where backend_type = 'client backend')
                        """),
                number(sql, "select count(*) from pg_stat_activity where application_name = 'hearthwatch'") > 1));
        found.add(transactions(instant(sql, """
                select min(xact_start) from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid()
                """)));
        found.add(wraparound(number(sql, "select max(age(datfrozenxid)) from pg_database")));
        long broken = number(sql, "select coalesce(sum(checksum_failures), 0) from pg_stat_database");
        if (broken > 0) {
            found.add(Finding.error(
                    "database files",
                    broken + " pages on the disk are not what was written",
                    "make a copy of the directory, then restore the last backup on another disk"));
        }
        schemas(SchemaVersions.stored(connection), found);
        clock(sql, found);
    }

    static Finding version(long major) {
        return major < OLDEST_SERVER
                ? Finding.error("database version", "PostgreSQL " + major + " is too old", "use PostgreSQL 14 or newer")
                : Finding.ok("database version", "PostgreSQL " + major);
    }

    static Finding durable(String setting, String value) {
        // "local" and the remote ones wait for our own disk at least.
        return value.equals("off")
                ? Finding.error(
                        setting,
                        setting + " is off: " + DURABLE.get(setting),
                        "set " + setting + " = on and reload the server")
                : Finding.ok(setting, value);
    }

    static Finding connections(long left, boolean serviceRuns) {
        return left < (serviceRuns ? CONNECTIONS_OF_A_SERVICE / 4 : CONNECTIONS_OF_A_SERVICE + 1)
                ? Finding.warning(
                        "connections",
                        left + " left; a service takes up to " + CONNECTIONS_OF_A_SERVICE,
                        "raise max_connections, or end other programs that use the server")
                : Finding.ok("connections", left + " left");
    }

    private Finding transactions(Instant oldest) {
        if (oldest == null) {
            return Finding.ok("transactions", "none is open");
        }
        Duration age = Duration.between(oldest, clock.instant());
        return age.compareTo(LONG_TRANSACTION) > 0
                ? Finding.warning(
                        "transactions",
                        "one is open since " + oldest + "; the server cannot clean up behind it",
                        "see pg_stat_activity for whose it is, and end it")
                : Finding.ok("transactions", "the oldest is open for " + Math.max(0, age.toSeconds()) + " s");
    }

    static Finding wraparound(long age) {
        String says = age / 1_000_000 + " million of 2,000 million transactions since the oldest was frozen";
        if (age < WRAPAROUND_WARNING) {
            return Finding.ok("wraparound", says);
        }
        String remedy = "run VACUUM (FREEZE), and find out what keeps autovacuum from it";
        return age < WRAPAROUND_ERROR
                ? Finding.warning("wraparound", says, remedy)
                : Finding.error("wraparound", says + "; the server stops taking writes soon", remedy);
    }

    static void schemas(Map<String, Integer> stored, List<Finding> found) {
        if (stored.isEmpty()) {
            found.add(Finding.ok("schemas", "none yet; the first command makes them"));
        }
        stored.forEach((schema, version) -> {
            OptionalInt known = SchemaVersions.ofProgram(schema);
            String check = "schema " + schema;
            if (known.isEmpty() || version > known.getAsInt()) {
                found.add(Finding.error(
                        check,
                        "version " + version + " was made by a newer Hearthwatch; this one knows "
                                + (known.isEmpty() ? "none of that name" : "up to " + known.getAsInt()),
                        "use that version or a newer one"));
            } else if (version < known.getAsInt()) {
                found.add(Finding.warning(
                        check,
                        "version " + version + "; the next start brings it to " + known.getAsInt(),
                        "make a backup before: there is no way back to the older program"));
            } else {
                found.add(Finding.ok(check, "version " + version));
            }
        });
    }

    /** Compares clocks: the server read its own at some moment between the two. */
    static Finding databaseClock(Instant asked, Instant server, Instant answered) {
        Duration ahead = server.isBefore(asked)
                ? Duration.between(asked, server)
                : server.isAfter(answered) ? Duration.between(answered, server) : Duration.ZERO;
        return ahead.abs().compareTo(CLOCKS_DIFFER) < 0
                ? Finding.ok("database clock", "agrees with this machine's")
                : Finding.warning(
                        "database clock",
                        "it says " + server + ", " + ahead.abs().toSeconds() + " s "
                                + (ahead.isNegative() ? "behind" : "ahead of") + " this machine's",
                        "see which of the two is wrong, and keep both right with NTP (chrony, systemd-timesyncd)");
    }

    private void clock(Statement sql, List<Finding> found) throws SQLException {
        Instant asked = clock.instant();
        Instant server = instant(sql, "select clock_timestamp()");
        Instant now = clock.instant();
        found.add(databaseClock(asked, server, now));
        if (number(sql, "select (to_regclass('telemetry.connection') is not null)::int") == 0) {
            return;
        }
        Instant newest = instant(sql, "select max(greatest(connected_at, disconnected_at)) from telemetry.connection");
        boolean driven = number(sql, "select (to_regclass('app.clock') is not null)::int") == 1
                && number(sql, "select count(*) from app.clock") == 1;
        if (newest != null && !driven && newest.isAfter(now.plus(CLOCKS_APART))) {
            found.add(Finding.warning(
                    "clock and data",
                    "an appliance was connected at " + newest + ", which is after the system's clock " + now,
                    "set the clock: readings ahead of it are refused"));
        }
    }

    private static long number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String text(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Instant instant(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
    }
}
