package io.hearthwatch.ingest.sessions;

import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import io.hearthwatch.ingest.sessions.SessionStore.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The rows of {@code telemetry.session}. Stateless. */
final class SessionRows {
    /** Sessions of one appliance that are kept beside the one that begins. */
    private static final int OTHERS_KEPT = 3;

    private static final String KEY = " where appliance_no = ? and client_id = ?";

    private SessionRows() {}

    /** A session that is connected from now on; what was there under its key is forgotten, and so is the appliance's oldest of too many. */
    static void begin(Connection connection, SessionKey key, long expirySeconds) throws SQLException {
        put(connection, key, null, expirySeconds, null);
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from telemetry.session s using (
                    select client_id from telemetry.session where appliance_no = ? and client_id <> ?
                    order by expires_at is null desc, expires_at desc offset ?) old
                where s.appliance_no = ? and s.client_id = old.client_id
                """)) {
            set(delete, 1, key);
            delete.setInt(3, OTHERS_KEPT);
            delete.setInt(4, key.applianceNo());
            delete.executeUpdate();
        }
    }

    /** Goes on with a session that has not expired. */
    static Optional<Stored> resume(Connection connection, SessionKey key, long expirySeconds, Instant now)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update telemetry.session set expires_at = null, expiry_seconds = ?" + KEY
                        + " and (expires_at is null or expires_at > ?) returning subscription")) {
            update.setLong(1, expirySeconds);
            set(update, 2, key);
            update.setObject(4, now.atOffset(ZoneOffset.UTC));
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(new Stored(row.getObject(1, Integer.class))) : Optional.empty();
            }
        }
    }

    /** False if there is no such session. */
    static boolean subscribe(Connection connection, SessionKey key, Integer qos) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update telemetry.session set subscription = ?" + KEY)) {
            update.setObject(1, qos, Types.SMALLINT);
            set(update, 2, key);
            return update.executeUpdate() > 0;
        }
    }

    /** A session without a connection from now on, put back where it was lost meanwhile. */
    static void end(Connection connection, SessionKey key, Integer subscription, long expirySeconds, Instant expiresAt)
            throws SQLException {
        put(connection, key, subscription, expirySeconds, expiresAt);
    }

    private static void put(
            Connection connection, SessionKey key, Integer subscription, long expirySeconds, Instant expiresAt)
            throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into telemetry.session (appliance_no, client_id, subscription, expiry_seconds, expires_at)
                values (?, ?, ?, ?, ?)
                on conflict (appliance_no, client_id) do update
                set subscription = excluded.subscription, expiry_seconds = excluded.expiry_seconds,
                    expires_at = excluded.expires_at
                """)) {
            set(upsert, 1, key);
            upsert.setObject(3, subscription, Types.SMALLINT);
            upsert.setLong(4, expirySeconds);
            upsert.setObject(
                    5, expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
            upsert.executeUpdate();
        }
    }

    static void delete(Connection connection, SessionKey key) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from telemetry.session" + KEY)) {
            set(delete, 1, key);
            delete.executeUpdate();
        }
    }

    /** Lets the time of every session run that counts as connected. */
    static Void endAll(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update telemetry.session set expires_at = ?::timestamptz + expiry_seconds * interval '1 second'
                where expires_at is null
                """)) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.executeUpdate();
        }
        return null;
    }

    private static void set(PreparedStatement statement, int from, SessionKey key) throws SQLException {
        statement.setInt(from, key.applianceNo());
        statement.setString(from + 1, key.clientId());
    }
}
