package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Customers: what they want to be told and are told, and what they do through the link that opens their ticket without an account. A token
 * that is not ours is refused as forbidden, one that has expired as gone. Thread-safe; every call blocks on the database.
 */
public final class Customers {
    private static final String CUSTOMER = "customer";
    private static final Logger log = LoggerFactory.getLogger(Customers.class);

    private final Database database;
    private final InstantSource clock;
    private final TicketWriter writer;
    private final VisitSlots slots;
    private final Messages messages;
    private final TicketClocks listener;
    private final MessageDelivery delivery;
    private final CustomerReads reads;
    private final Surveys surveys;
    private final Retention retention;

    /**
     * @param writer takes steps of tickets in a customer's name
     * @param slots windows that can be booked
     */
    public Customers(Database database, Catalog catalog, InstantSource clock, TicketWriter writer, VisitSlots slots) {
        this.database = database;
        this.clock = clock;
        this.writer = writer;
        this.slots = slots;
        this.messages = new Messages(catalog);
        this.listener = TicketClocks.all(messages, new CampaignNotices(catalog, messages));
        this.delivery = new MessageDelivery(database);
        this.reads = new CustomerReads(catalog);
        this.surveys = new Surveys(database, clock);
        this.retention = new Retention(database, clock);
    }

    /** What has to hear of every ticket, to tell the customer. */
    public TicketClocks listener() {
        return listener;
    }

    /** How customers are asked how it went, and what they answered. */
    public Surveys surveys() {
        return surveys;
    }

    /** How long what is personal is kept, and what erases it then. */
    public Retention retention() {
        return retention;
    }

    /** Sends what is queued. */
    public MessageDelivery delivery() {
        return delivery;
    }

    /** Under which address customers reach this server; for the links that they are sent. */
    public void publicUrl(String url) {
        messages.publicUrl(url);
    }

    // What a household wants

    /** Preferences of a household, and its centre; nothing if there is no such household. */
    public Optional<Map.Entry<Preferences, Optional<String>>> preferences(String household) {
        return database.withConnection(connection -> ContactBook.find(connection, household));
    }

    /**
     * Keeps what a household wants.
     *
     * @throws Refusal if there is no such household, or it cannot be reached like that
     */
    public void prefer(String household, PreferenceWish wish) {
        database.inTransaction(connection -> {
            ContactBook.keep(connection, household, wish, clock.instant());
            return null;
        });
    }

    /** The same in a transaction that is under way. */
    public static void prefer(Connection connection, String household, PreferenceWish wish, Instant at)
            throws SQLException {
        ContactBook.keep(connection, household, wish, at);
    }

    /**
     * Takes a household's personal data out of everything; what was found and done stays.
     *
     * @param reason why, for the record
     * @return how much was erased, by what it was
     * @throws Refusal if there is no such household, it was erased before, or somebody still has to come to it
     */
    public Map<String, Object> erase(String household, String reason, String who) {
        return database.inTransaction(connection -> Erasure.erase(connection, household, reason, who, clock.instant()));
    }

    /** Everything that is kept about a household, as JSON objects by what it is; nothing if there is none. */
    public Optional<Map<String, Object>> export(String household) {
        return database.withConnection(connection -> Export.of(connection, household));
    }

    // Links

    /** A link for a ticket's customer; the token is the part after the last slash. */
    public record Link(String token, String url, Instant expiresAt) {}

    /** Makes a link; it says nothing of anybody, and whoever has it acts as the customer. */
    public Link link(long ticket) {
        return database.inTransaction(connection -> {
            Instant now = clock.instant();
            Instant expires = now.plus(Links.VALID);
            String token = Links.signer(connection, now).sign(ticket, expires);
            return new Link(token, messages.link(token), Instant.ofEpochSecond(expires.getEpochSecond()));
        });
    }

    private long open(Connection connection, String token) throws SQLException {
        Instant now = clock.instant();
        return Links.signer(connection, now).verify(token, now);
    }

    /** What the link shows. */
    public CustomerView view(String token) {
        return database.inTransaction(connection -> reads.view(connection, open(connection, token)));
    }

    /** How the customer wants to hear from us: without the household, and with the e-mail address in part only. */
    public Preferences wishes(String token) {
        return database.inTransaction(connection -> LinkWishes.read(connection, open(connection, token)));
    }

    /**
     * Keeps how the customer wants to hear from us.
     *
     * @param wish without an e-mail address the one before stays
     * @throws Refusal if it cannot be done like that, or nobody knows whose ticket it is
     */
    public Preferences wish(String token, PreferenceWish wish) {
        return database.inTransaction(connection -> {
            long ticket = open(connection, token);
            LinkWishes.keep(connection, ticket, wish, clock.instant());
            return LinkWishes.read(connection, ticket);
        });
    }

    /** Windows that the customer may pick. */
    public List<Slot> slots(String token) {
        return database.inTransaction(connection -> slots.free(connection, open(connection, token), clock.instant()));
    }

    /**
     * Books a window, or moves the visit to another one.
     *
     * @param from begin of a window that is offered
     * @param answers to what must be known before somebody comes, by field; may be empty
     * @throws Refusal if it is not free any more, or the ticket is not where a visit can be booked
     */
    public CustomerView book(String token, Instant from, Map<String, Object> answers, boolean move) {
        CustomerView before = view(token);
        String needed = move ? "move" : "book";
        if (!before.may().contains(needed)) {
            throw Refusal.conflict(
                    "a visit cannot be " + (move ? "moved" : "booked") + " now: the ticket is " + before.state(),
                    before.may().isEmpty() ? "call your service centre" : "you may " + String.join(", ", before.may()));
        }
        long ticket = database.inTransaction(connection -> open(connection, token));
        Slot slot = database.inTransaction(connection -> slots.hold(connection, ticket, from, clock.instant()));
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("window_from", from.toString());
        input.put("window_to", slot.to().toString());
        if (move) {
            input.put("reason", "the customer moved the visit");
            input.put("customer_agreed", true);
        }
        try {
            if (!answers.isEmpty()) {
                writer.answer(ticket, before.version(), answers);
            }
            // The version is the one that the customer's page was about, but for what this request itself has changed.
            int version = answers.isEmpty() ? before.version() : view(token).version();
            if (before.state().equals("opened") || before.state().equals("reopened")) {
                writer.step(ticket, version, "triaged", Map.of("way", "home"));
                version = view(token).version();
            }
            writer.step(ticket, version, "scheduled", input);
        } finally {
            database.inTransaction(connection -> {
                slots.release(connection, ticket, clock.instant());
                return null;
            });
        }
        return view(token);
    }

    /** Cancels the ticket. */
    public CustomerView cancel(String token, String reason) {
        CustomerView before = view(token);
        if (!before.may().contains("cancel")) {
            throw Refusal.conflict(
                    "the ticket cannot be cancelled now: it is " + before.state(), "call your service centre");
        }
        long ticket = database.inTransaction(connection -> open(connection, token));
        writer.step(ticket, before.version(), "cancelled", Map.of("reason", "declined", "note", reason));
        return view(token);
    }

    /** An answer to the survey; each mark 1 to 5. */
    public record Rating(int attitude, int efficiency, int quality, int product, boolean solved, String words) {
        int worst() {
            return Math.min(Math.min(attitude, efficiency), Math.min(quality, product));
        }
    }

    /**
     * Rates the service, once after each time the work was done. A mark of 1 or 2, or a problem that is not solved, reopens the ticket.
     */
    public CustomerView rate(String token, Rating rating, String channel) {
        CustomerView before = view(token);
        if (!before.may().contains("rate")) {
            throw Refusal.conflict(
                    before.rated()
                            ? "this work is rated already"
                            : "there is nothing to rate yet: the ticket is " + before.state(),
                    "rate it once, after the work is done");
        }
        answer(database.inTransaction(connection -> open(connection, token)), rating, channel, CUSTOMER);
        return view(token);
    }

    /**
     * Keeps an answer to the survey, whoever wrote it down. A mark of 1 or 2, or a problem that is not solved, reopens the ticket and makes
     * a call due.
     *
     * @param channel form, phone or online; each takes one answer for each time the work was done
     */
    public void answer(long ticket, Rating rating, String channel, String who) {
        if (!List.of("form", "phone", "online").contains(channel)) {
            throw Refusal.invalid("no survey is answered by '" + channel + "'", "use form, phone or online");
        }
        boolean reopens = database.inTransaction(
                connection -> Surveys.answer(connection, ticket, rating, channel, who, clock.instant()));
        if (!reopens) {
            return;
        }
        int version = database.withConnection(connection -> Sql.first(
                        connection,
                        "select version from service.ticket where id = ?",
                        row -> row.getInt("version"),
                        ticket)
                .orElseThrow());
        try {
            writer.step(
                    ticket,
                    version,
                    "reopened",
                    Map.of("reason", rating.solved() ? "bad rating" : "the problem is not solved"));
        } catch (RuntimeException e) {
            // The answer counts all the same, and a call is due: such as where another ticket about the same is open
            // already.
            log.info("ticket {} is not reopened by its survey: {}", ticket, e.getMessage());
        }
    }

    /** The technician has set out: tells the customer, if they want to be told; whether they are. */
    public boolean onTheWay(long ticket, String who) {
        return database.inTransaction(connection -> {
            String state = Sql.first(
                            connection,
                            "select state from service.ticket where id = ?",
                            row -> row.getString("state"),
                            ticket)
                    .orElseThrow(() -> Refusal.notFound("ticket", String.valueOf(ticket), "look at /api/v1/tickets"));
            if (!state.equals("confirmed")) {
                throw Refusal.conflict(
                        "nobody is on the way to a ticket that is " + state,
                        "confirm the time with the customer first");
            }
            Instant at = clock.instant();
            boolean told = messages.onTheWay(connection, ticket, at);
            Sql.update(
                    connection,
                    "insert into service.ticket_event (ticket, at, who, what, detail) values (?, ?, ?, 'on_the_way', ?::jsonb)",
                    ticket,
                    at,
                    who,
                    Sql.json(Map.of("told", told)));
            return told;
        });
    }

    /** Tells a ticket's customer that what they reported has arrived, with their link, if they want to be told; whether they are. */
    public boolean received(long ticket) {
        return database.inTransaction(connection -> messages.received(connection, ticket, clock.instant()));
    }

    /** A message without its text. */
    public record Sent(
            long id,
            String household,
            String ticket,
            String kind,
            String channel,
            String language,
            String subject,
            Instant sendAt,
            String state,
            int attempts,
            Instant sentAt,
            String error) {}

    /** Messages about a ticket, the newest first. */
    public List<Sent> messages(long ticket) {
        return database.withConnection(connection -> reads.messages(connection, ticket));
    }

    /** Who acts when a customer does. */
    public static String who() {
        return CUSTOMER;
    }
}
