package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends what is queued. A message is claimed for some minutes, sent outside any transaction, and marked; if the process dies in between,
 * the claim runs out and another one sends it again, with the same id. Tried again after 1, 2, 4 … minutes, at most {@value #MOST} times.
 * What falls into a household's quiet hours goes out when they end, but for warnings, and that somebody is on the way. Several processes do
 * the work of one. Thread-safe.
 */
public final class MessageDelivery {
    private static final int MOST = 12;
    private static final int AT_ONCE = 20;
    private static final Duration CLAIM = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    /** Ways to customers. */
    public enum Way {
        EMAIL,
        WEBHOOK
    }

    private final Database database;
    private final Map<Way, MessageChannel> channels = new EnumMap<>(Way.class);

    MessageDelivery(Database database) {
        this.database = database;
    }

    /** Says how messages of one way are sent; before any is. What has no channel waits. */
    public void channel(Way way, MessageChannel channel) {
        channels.put(way, channel);
    }

    private record Claimed(
            MessageChannel.Letter letter, long id, Way way, int attempts, boolean wanted, Instant quietUntil) {}

    /** The next instant at which a message is to be sent. */
    public Optional<Instant> nextDue() {
        return database.withConnection(connection -> Sql.first(
                        connection,
                        "select min(next_at) next_at from service.message where next_at is not null and channel = any (?)",
                        row -> Optional.ofNullable(Sql.instant(row, "next_at")),
                        ways())
                .flatMap(next -> next));
    }

    private List<String> ways() {
        return channels.keySet().stream()
                .map(way -> way.name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    /**
     * Sends what is due.
     *
     * @return how many were sent
     */
    public int runDue(Instant at) {
        int sent = 0;
        List<Claimed> claimed;
        do {
            claimed = database.inTransaction(connection -> claim(connection, at));
            for (Claimed message : claimed) {
                sent += deliver(message, at) ? 1 : 0;
            }
        } while (claimed.size() == AT_ONCE);
        return sent;
    }

    private List<Claimed> claim(Connection connection, Instant at) throws SQLException {
        return Sql.list(
                connection,
                """
                with due as (
                    select id from service.message where next_at <= ? and channel = any (?)
                    order by next_at, id limit ? for update skip locked),
                quiet as (
                    select q.id, case when q.kind not in ('stop_use', 'on_the_way') then service.quiet_until(q.household, ?) end until
                    from service.message q join due using (id))
                update service.message m set attempts = attempts + case when q.until is null then 1 else 0 end,
                    claimed_until = case when q.until is null then ?::timestamptz end, next_at = coalesce(q.until, ?)
                from quiet q, service.household_contact k, service.ticket t
                where m.id = q.id and k.household = m.household and t.id = m.ticket
                returning m.*, q.until, k.email, t.number, (k.consent or m.kind = 'stop_use') and k.channel = m.channel
                    and (m.kind <> 'reminder' or (t.ended_at is null and t.window_from is not distinct from m.window_from
                        and t.window_from > ?)) wanted
                """,
                row -> new Claimed(
                        new MessageChannel.Letter(
                                "message-" + row.getLong("id"),
                                row.getString("email"),
                                row.getString("household"),
                                row.getString("number"),
                                row.getString("kind"),
                                row.getString("language"),
                                row.getString("subject"),
                                row.getString("body")),
                        row.getLong("id"),
                        Way.valueOf(row.getString("channel").toUpperCase(java.util.Locale.ROOT)),
                        row.getInt("attempts"),
                        row.getBoolean("wanted"),
                        Sql.instant(row, "until")),
                at,
                ways(),
                AT_ONCE,
                at,
                at.plus(CLAIM),
                at.plus(CLAIM),
                at);
    }

    private boolean deliver(Claimed message, Instant at) {
        if (message.quietUntil() != null) {
            return false;
        }
        if (!message.wanted()) {
            end(message.id(), "withheld", null, null, null);
            return false;
        }
        try {
            channels.get(message.way()).send(message.letter());
        } catch (IOException e) {
            boolean last = message.attempts() >= MOST;
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(message.attempts() - 1, 16));
            Instant next = at.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
            end(message.id(), last ? "failed" : "queued", last ? null : next, null, e.getMessage());
            return false;
        }
        end(message.id(), "sent", null, at, null);
        return true;
    }

    private void end(long id, String state, Instant next, Instant sent, String error) {
        database.inTransaction(connection -> Sql.update(connection, """
                update service.message set state = ?, next_at = ?, sent_at = ?, error = ?, claimed_until = null
                where id = ? and state = 'queued'
                """, state, next, sent, error, id));
    }
}
