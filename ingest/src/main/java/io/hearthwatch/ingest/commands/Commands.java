package io.hearthwatch.ingest.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.hearthwatch.database.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The durable queue of commands to appliances. Commands of one appliance are delivered in the order in which they were given, at least
 * once. A command is answered as soon as a result with its id is stored, which {@link io.hearthwatch.ingest.Ingest} does.
 */
public final class Commands implements CommandQueue {
    private static final int MOST_NEWS = 50_000;
    private static final int LOCK = 0x434d44; // this table's, among advisory locks

    private static final String SELECT = """
            select c.seq, c.appliance_no, c.id, c.name, c.arguments::text, c.created_at, c.expires_at,
                   case when r.command_id is not null then 'answered'
                        when c.state = 'queued' and c.expires_at <= ? then 'expired'
                        else c.state end,
                   case when r.command_id is not null then r.received_at
                        when c.state = 'queued' and c.expires_at <= ? then c.expires_at
                        else c.state_at end,
                   c.refusal, r.received_at, r.ok, r.result::text
            from telemetry.command c
            left join telemetry.command_result r on r.appliance_no = c.appliance_no and r.command_id = c.id
            """;

    private static final String WAITING = """
            select w.no, c.seq, c.id, c.name, c.arguments::text, c.expires_at
            from unnest(?::int[], ?::bigint[], ?::int[]) w(no, after, most)
            cross join lateral (
                select * from telemetry.command c
                where c.appliance_no = w.no and c.seq > w.after and c.state = 'queued' and c.expires_at > ?
                  and not exists (select from telemetry.command_result r
                                  where r.appliance_no = c.appliance_no and r.command_id = c.id)
                order by c.seq limit w.most) c
            order by w.no, c.seq
            """;

    private static final JsonFactory JSON = new JsonFactory();

    private final Database database;
    private final InstantSource clock;
    private final int mostWaiting;

    /**
     * @param mostWaiting commands of one appliance that may wait at once
     */
    public Commands(Database database, InstantSource clock, int mostWaiting) {
        this.database = database;
        this.clock = clock;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Queues a command. The same one again, by its id, is not queued twice.
     *
     * @return as it is stored
     * @throws CommandRefusedException if too many wait already, or the id belongs to another command
     */
    public Command give(int applianceNo, NewCommand command) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.inTransaction(connection -> {
            // One giver at a time for an appliance, so that places are visible in their order and the limit holds.
            try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
                lock.setInt(1, LOCK);
                lock.setInt(2, applianceNo);
                lock.execute();
            }
            Optional<Command> known = find(connection, applianceNo, command.id(), now);
            if (known.isPresent()) {
                return repeated(connection, known.get(), command);
            }
            if (waiting(connection, applianceNo, now) >= mostWaiting) {
                throw new CommandRefusedException(
                        mostWaiting + " commands wait for this appliance already",
                        "wait until it has fetched some, or until they expire");
            }
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into telemetry.command (appliance_no, id, name, arguments, created_at, expires_at, state_at)
                    values (?, ?, ?, ?::jsonb, ?, ?, ?)
                    """)) {
                insert.setInt(1, applianceNo);
                insert.setString(2, command.id());
                insert.setString(3, command.name());
                insert.setString(4, command.arguments());
                insert.setObject(5, parameter(now));
                insert.setObject(6, parameter(now.plus(command.lifetime())));
                insert.setObject(7, parameter(now));
                insert.executeUpdate();
            }
            return find(connection, applianceNo, command.id(), now).orElseThrow();
        });
    }

    private static Command repeated(Connection connection, Command known, NewCommand command) throws SQLException {
        try (PreparedStatement same = connection.prepareStatement(
                "select name = ? and arguments is not distinct from ?::jsonb from telemetry.command where seq = ?")) {
            same.setString(1, command.name());
            same.setString(2, command.arguments());
            same.setLong(3, known.seq());
            try (ResultSet row = same.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    return known;
                }
            }
        }
        throw new CommandRefusedException(
                "the id " + command.id() + " belongs to another command of this appliance", "give it an id of its own");
    }

    private static int waiting(Connection connection, int applianceNo, Instant now) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("""
                select count(*) from telemetry.command c
                where appliance_no = ? and state = 'queued' and expires_at > ?
                  and not exists (select from telemetry.command_result r
                                  where r.appliance_no = c.appliance_no and r.command_id = c.id)
                """)) {
            count.setInt(1, applianceNo);
            count.setObject(2, parameter(now));
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The command of an appliance with this id. */
    public Optional<Command> find(int applianceNo, String id) {
        return database.withConnection(connection -> find(connection, applianceNo, id, clock.instant()));
    }

    private static Optional<Command> find(Connection connection, int applianceNo, String id, Instant now)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + "where c.appliance_no = ? and c.id = ?")) {
            select.setObject(1, parameter(now));
            select.setObject(2, parameter(now));
            select.setInt(3, applianceNo);
            select.setString(4, id);
            return read(select).stream().findFirst();
        }
    }

    /** The newest commands of an appliance, newest first. */
    public List<Command> list(int applianceNo, int limit) {
        OffsetDateTime now = parameter(clock.instant());
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(SELECT + "where c.appliance_no = ? order by c.seq desc limit ?")) {
                select.setObject(1, now);
                select.setObject(2, now);
                select.setInt(3, applianceNo);
                select.setInt(4, limit);
                return read(select);
            }
        });
    }

    private static List<Command> read(PreparedStatement select) throws SQLException {
        List<Command> commands = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Instant answered = instant(row, 11);
                commands.add(new Command(
                        row.getLong(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        instant(row, 6),
                        instant(row, 7),
                        CommandState.of(row.getString(8)).orElseThrow(),
                        instant(row, 9),
                        row.getString(10),
                        answered == null ? null : new Command.Answer(answered, row.getBoolean(12), row.getString(13))));
            }
        }
        return commands;
    }

    /** Marks what has expired by an instant; returns how many. Readers see it as expired before that, too. */
    public int expire(Instant upTo) {
        return database.withConnection(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update telemetry.command set state = 'expired', state_at = expires_at
                    where state = 'queued' and expires_at <= ?
                    """)) {
                update.setObject(1, parameter(upTo));
                return update.executeUpdate();
            }
        });
    }

    @Override
    public long newest() {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("select coalesce(max(seq), 0) from telemetry.command");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public News since(long seq) {
        return database.withConnection(connection -> {
            Map<Integer, Long> newest = new HashMap<>();
            long last = seq;
            try (PreparedStatement select = connection.prepareStatement(
                    "select seq, appliance_no from telemetry.command where seq > ? order by seq limit " + MOST_NEWS)) {
                select.setLong(1, seq);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        last = row.getLong(1);
                        newest.put(row.getInt(2), last);
                    }
                }
            }
            return new News(last, newest);
        });
    }

    @Override
    public Map<Integer, List<Waiting>> exchange(List<Outcome> outcomes, List<Want> wants) {
        return database.inTransaction(connection -> {
            note(connection, outcomes);
            return wants.isEmpty() ? Map.of() : waiting(connection, wants);
        });
    }

    private static void note(Connection connection, List<Outcome> outcomes) throws SQLException {
        if (outcomes.isEmpty()) {
            return;
        }
        // One that expired between being sent and being acknowledged was delivered after all.
        try (PreparedStatement update = connection.prepareStatement("""
                update telemetry.command set state = ?, state_at = ?, refusal = ?
                where seq = ? and state in ('queued', 'expired')
                """)) {
            for (Outcome outcome : outcomes) {
                update.setString(1, (outcome.refusal() == null ? CommandState.DELIVERED : CommandState.REFUSED).text());
                update.setObject(2, parameter(outcome.at()));
                update.setString(3, outcome.refusal());
                update.setLong(4, outcome.seq());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private Map<Integer, List<Waiting>> waiting(Connection connection, List<Want> wants) throws SQLException {
        Map<Integer, List<Waiting>> waiting = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(WAITING)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", wants.stream().map(Want::applianceNo).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", wants.stream().map(Want::after).toArray()));
            select.setArray(
                    3,
                    connection.createArrayOf(
                            "int4", wants.stream().map(Want::limit).toArray()));
            select.setObject(4, parameter(clock.instant()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    waiting.computeIfAbsent(row.getInt(1), no -> new ArrayList<>())
                            .add(new Waiting(
                                    row.getLong(2),
                                    payload(row.getString(3), row.getString(4), row.getString(5)),
                                    instant(row, 6)));
                }
            }
        }
        return waiting;
    }

    private static byte[] payload(String id, String name, String arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("command", name);
            json.writeFieldName("arguments");
            json.writeRawValue(Objects.requireNonNullElse(arguments, "{}"));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static OffsetDateTime parameter(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
