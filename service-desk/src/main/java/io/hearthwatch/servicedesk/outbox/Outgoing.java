package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The way out to other systems. Every change of a ticket is an event, which the database itself writes with the change; subscriptions are
 * sent them in order per ticket, and whoever would rather read them asks for those after a place. Thread-safe.
 */
public final class Outgoing {
    private static final int MOST = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final EventLog events;
    private final Webhooks webhooks;
    private final DeadLetters deadLetters;
    private final DeliveryCounts counts = new DeliveryCounts();
    private volatile Duration keep = Duration.ofDays(30);
    private volatile OutboxSettings settings = OutboxSettings.defaults();

    /** @param clock the service's */
    public Outgoing(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.events = new EventLog(database);
        this.webhooks = new Webhooks(database, clock, () -> settings.addresses());
        this.deadLetters = new DeadLetters(database, webhooks, clock);
    }

    /** Says how events are delivered, and how long those are kept that were; before anything is. */
    public void configure(OutboxSettings how, Duration kept) {
        settings = how;
        keep = kept;
    }

    /** The subscriptions. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** What could not be delivered. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /**
     * What delivers, not started yet.
     *
     * @param wall what pauses and leases go by, and what requests are stamped with
     */
    public Delivery delivery(InstantSource wall) {
        return new Delivery(events, new Lines(database, settings), settings, wall, clock, counts);
    }

    /** What this process delivered. */
    public DeliveryCounts counts() {
        return counts;
    }

    /**
     * Events after a place, in their order.
     *
     * @param after 0 for the first that are kept
     * @param limit most that are wanted, at most a thousand
     * @param kinds {@code ticket.opened}, {@code part.*}; empty for all
     */
    public List<OutgoingEvent> after(long after, int limit, List<String> kinds, Scope scope) {
        // What was committed before is seen: who changes a ticket and then asks finds it.
        while (events.advanceInTurn(clock.instant())) {
            // There is more.
        }
        return events.after(after, Math.min(limit, MOST), kinds, scope);
    }

    /** The place of the newest event. */
    public long newest() {
        return events.newest();
    }

    /** How much is still to be delivered. */
    public Backlog backlog() {
        return database.withConnection(connection -> Sql.first(connection, """
                        select (select count(*) from service.webhook_delivery where state = 'waiting') waiting,
                            (select count(*) from service.webhook_line where parked_at is not null) parked,
                            (select min(e.at) from service.webhook_delivery d join service.event e on e.id = d.event
                                join service.webhook w on w.id = d.webhook join service.webhook_line l on l.webhook = d.webhook and l.ticket = d.ticket
                                where d.state = 'waiting' and w.active and l.parked_at is null) oldest
                        """, row -> {
                    Instant oldest = Sql.instant(row, "oldest");
                    Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
                    return new Backlog(row.getLong("waiting"), row.getLong("parked"), age);
                })
                .orElseThrow());
    }

    /**
     * What is still to be delivered.
     *
     * @param waiting events, once per subscription
     * @param parked lines that wait for a person
     * @param oldest age of the oldest event that waits in a line that is not parked, at an active subscription
     */
    public record Backlog(long waiting, long parked, Duration oldest) {}

    /**
     * Deletes events that were delivered and are older than what is kept, and those that only inactive subscriptions wait for.
     *
     * @return number of rows
     */
    public int forget(Instant now) {
        return events.forget(now.minus(keep));
    }
}
