package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The key of customers' links, in the database, so that every process on it knows the same links. Stateless. */
final class Links {
    /** How long a link is good for. */
    static final Duration VALID = Duration.ofDays(30);

    private static final SecureRandom RANDOM = new SecureRandom();

    private Links() {}

    static LinkSigner signer(Connection connection, Instant now) throws SQLException {
        String select = "select key from service.link_key";
        return new LinkSigner(Sql.first(connection, select, row -> row.getBytes("key"))
                .orElseGet(() -> {
                    byte[] key = new byte[32];
                    RANDOM.nextBytes(key);
                    try {
                        Sql.update(
                                connection,
                                "insert into service.link_key (key, made_at) values (?, ?) on conflict do nothing",
                                key,
                                now);
                        return Sql.first(connection, select, row -> row.getBytes("key"))
                                .orElseThrow();
                    } catch (SQLException e) {
                        throw io.hearthwatch.database.Database.translate(e);
                    }
                }));
    }
}
