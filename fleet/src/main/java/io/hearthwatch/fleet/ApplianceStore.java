package io.hearthwatch.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** SQL of {@code fleet.appliance}. */
final class ApplianceStore {
    private static final String COLUMNS =
            "appliance_no, id, type, model, lot, produced_on, purchased_on, firmware, secret_hash";
    private static final int FETCH_SIZE = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    ApplianceStore(Database database) {
        this.database = database;
    }

    /**
     * Inserts those that are not there; returns the ids that were inserted. Rows go in id order, so that two bulk imports of the same
     * appliances wait for each other instead of deadlocking.
     */
    static List<String> insertMissing(
            Connection connection, List<NewAppliance> sortedById, Map<String, byte[]> hashes, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into fleet.appliance
                    (id, type, model, lot, produced_on, purchased_on, firmware, attributes, secret_hash, created_at)
                select id, type, model, lot, produced::date, purchased::date, firmware, attributes::jsonb, hash, ?
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[])
                    with ordinality as item(id, type, model, lot, produced, purchased, firmware, attributes, hash, position)
                order by position
                on conflict (id) do nothing
                returning id
                """)) {
            insert.setObject(1, now.atOffset(ZoneOffset.UTC));
            setTexts(insert, 2, sortedById, NewAppliance::id);
            setTexts(insert, 3, sortedById, NewAppliance::type);
            setTexts(insert, 4, sortedById, NewAppliance::model);
            setTexts(insert, 5, sortedById, NewAppliance::lot);
            setTexts(insert, 6, sortedById, NewAppliance::producedOn);
            setTexts(insert, 7, sortedById, NewAppliance::purchasedOn);
            setTexts(insert, 8, sortedById, NewAppliance::firmware);
            setTexts(insert, 9, sortedById, appliance -> json(appliance.attributes()));
            insert.setArray(
                    10,
                    connection.createArrayOf(
                            "bytea",
                            sortedById.stream()
                                    .map(appliance -> hashes.get(appliance.id()))
                                    .toArray(byte[][]::new)));
            List<String> inserted = new ArrayList<>();
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    inserted.add(rows.getString(1));
                }
            }
            return inserted;
        }
    }

    private static void setTexts(
            PreparedStatement statement, int index, List<NewAppliance> appliances, Function<NewAppliance, ?> column)
            throws SQLException {
        String[] texts = appliances.stream()
                .map(column)
                .map(value -> value == null ? null : value.toString())
                .toArray(String[]::new);
        statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
    }

    static Map<String, Appliance> byIds(Connection connection, Collection<String> ids) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select " + COLUMNS + " from fleet.appliance where id = any(?)")) {
            select.setArray(1, connection.createArrayOf("text", ids.toArray()));
            Map<String, Appliance> found = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Appliance appliance = appliance(rows);
                    found.put(appliance.id(), appliance);
                }
            }
            return found;
        }
    }

    /** An appliance that nobody else describes meanwhile. */
    static Optional<Appliance> locked(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from fleet.appliance where id = ? for no key update")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(appliance(row)) : Optional.empty();
            }
        }
    }

    /** Adds what is said; whether that changed anything. */
    static boolean describe(Connection connection, String id, ApplianceDetails details) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update fleet.appliance a set model = w.model, lot = w.lot, produced_on = w.produced, purchased_on = w.purchased,
                    firmware = w.firmware, attributes = w.attributes
                from (select coalesce(?::text, b.model) model, coalesce(?::text, b.lot) lot,
                        coalesce(?::date, b.produced_on) produced, coalesce(?::date, b.purchased_on) purchased,
                        coalesce(?::text, b.firmware) firmware, b.attributes || ?::jsonb attributes
                    from fleet.appliance b where b.id = ?) w
                where a.id = ? and (a.model, a.lot, a.produced_on, a.purchased_on, a.firmware, a.attributes)
                    is distinct from (w.model, w.lot, w.produced, w.purchased, w.firmware, w.attributes)
                """)) {
            update.setString(1, details.model());
            update.setString(2, details.lot());
            update.setObject(3, details.producedOn());
            update.setObject(4, details.purchasedOn());
            update.setString(5, details.firmware());
            update.setString(6, json(details.attributes()));
            update.setString(7, id);
            update.setString(8, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Type of each appliance, by number. */
    static Map<Integer, String> types(Connection connection, Collection<Integer> nos) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select appliance_no, type from fleet.appliance where appliance_no = any(?)")) {
            select.setArray(1, connection.createArrayOf("int4", nos.toArray()));
            Map<Integer, String> types = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getInt(1), rows.getString(2));
                }
            }
            return types;
        }
    }

    Optional<CredentialCache.Credential> credential(String id) {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select " + COLUMNS + " from fleet.appliance where id = ?")) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new CredentialCache.Credential(appliance(row), row.getBytes("secret_hash")))
                            : Optional.empty();
                }
            }
        });
    }

    Optional<Appliance> find(int no) {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select " + COLUMNS + " from fleet.appliance where appliance_no = ?")) {
                select.setInt(1, no);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(appliance(row)) : Optional.empty();
                }
            }
        });
    }

    Map<String, Object> attributes(int no) {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select attributes from fleet.appliance where appliance_no = ?")) {
                select.setInt(1, no);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? JSON.readValue(row.getString(1), new TypeReference<>() {}) : Map.of();
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("jsonb is always valid JSON", e);
                }
            }
        });
    }

    List<Appliance> list(String type, String afterId, String piece, int limit) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS
                    + " from fleet.appliance where id > ?" + (piece == null ? "" : " and strpos(lower(id), ?) > 0")
                    + (type == null ? "" : " and type = ?") + " order by id limit ?")) {
                int index = 1;
                select.setString(index++, afterId == null ? "" : afterId);
                if (piece != null) {
                    select.setString(index++, piece.toLowerCase(Locale.ROOT));
                }
                if (type != null) {
                    select.setString(index++, type);
                }
                select.setInt(index, limit);
                List<Appliance> page = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        page.add(appliance(rows));
                    }
                }
                return page;
            }
        });
    }

    /** Streams in order of number; the consumer runs while a connection is held. */
    void forEach(String type, Consumer<Appliance> consumer) {
        database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from fleet.appliance"
                    + (type == null ? "" : " where type = ?") + " order by appliance_no")) {
                select.setFetchSize(FETCH_SIZE);
                if (type != null) {
                    select.setString(1, type);
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        consumer.accept(appliance(rows));
                    }
                }
            }
            return null;
        });
    }

    /** Sets one column of one appliance. */
    <T> boolean update(String id, String column, T value) {
        return database.withConnection(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update fleet.appliance set " + column + " = ? where id = ?")) {
                update.setObject(1, value);
                update.setString(2, id);
                return update.executeUpdate() == 1;
            }
        });
    }

    long count(String type) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select count(*) from fleet.appliance" + (type == null ? "" : " where type = ?"))) {
                if (type != null) {
                    select.setString(1, type);
                }
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private static Appliance appliance(ResultSet row) throws SQLException {
        return new Appliance(
                row.getInt("appliance_no"),
                row.getString("id"),
                row.getString("type"),
                row.getString("model"),
                row.getString("lot"),
                row.getObject("produced_on", LocalDate.class),
                row.getObject("purchased_on", LocalDate.class),
                row.getString("firmware"));
    }

    static String json(Map<String, Object> attributes) {
        try {
            return JSON.writeValueAsString(attributes);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("attributes are not JSON-like: " + e.getOriginalMessage(), e);
        }
    }

    static void firmware(Connection connection, SortedMap<Integer, String> versionByNo) throws SQLException {
        String sql = """
                update fleet.appliance a set firmware = w.version
                from (
                    select k.no, k.version
                    from unnest(?::int[], ?::text[]) k(no, version) join fleet.appliance b on b.appliance_no = k.no
                    where b.firmware is distinct from k.version
                    order by k.no for update of b
                ) w
                where a.appliance_no = w.no
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setArray(
                    1, connection.createArrayOf("int4", versionByNo.keySet().toArray()));
            update.setArray(
                    2, connection.createArrayOf("text", versionByNo.values().toArray()));
            update.executeUpdate();
        }
    }
}
