package io.hearthwatch.servicedesk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One change of the policy on its way into the log that nothing leaves, and to those who watch. For one thread. */
final class PolicyAudit {
    private final String what;
    private final Author author;
    private final Instant at;
    private String type;
    private String component;
    private String centre;
    private Map<String, ?> old;
    private Map<String, ?> now;

    private PolicyAudit(String what, Author author, Instant at) {
        this.what = what;
        this.author = author;
        this.at = at;
    }

    static PolicyAudit of(String what, Author author, Instant at) {
        return new PolicyAudit(what, author, at);
    }

    PolicyAudit type(String about) {
        this.type = about;
        return this;
    }

    PolicyAudit component(String about) {
        this.component = about;
        return this;
    }

    PolicyAudit centre(String about) {
        this.centre = about;
        return this;
    }

    PolicyAudit from(Map<String, ?> before) {
        this.old = before;
        return this;
    }

    PolicyAudit to(Map<String, ?> since) {
        this.now = since;
        return this;
    }

    /** As the last thing of its transaction. */
    void write(Connection connection) throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.policy_change (at, who, what, type, component, centre, old, new, reason)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)
                """,
                at,
                author.who(),
                what,
                type,
                component,
                centre,
                old == null ? null : Sql.json(old),
                now == null ? null : Sql.json(now),
                author.reason());
        Map<String, String> payload = new LinkedHashMap<>();
        payload.put("what", what);
        payload.put("type", type);
        payload.put("who", author.who());
        Outbox.append(connection, at, "policy.changed", null, payload);
    }
}
