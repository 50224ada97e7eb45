package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service deposits of centres: what a centre has paid in so that broken promises are paid for. Entries are added and never changed.
 * Thread-safe; every call blocks on the database.
 */
public final class Deposits {
    private final Writing writing;

    Deposits(Writing writing) {
        this.writing = writing;
    }

    /**
     * A payment in or back.
     *
     * @param amount more than nothing
     * @param reference the bank's; the same one is booked once
     */
    public record Payment(String centre, BigDecimal amount, String currency, String reference) {}

    private static final String SELECT = """
            select d.centre, c.region, d.currency, d.balance, d.required, d.missing, d.top_up_by,
                (select coalesce(sum(e.shortfall), 0) from service.deposit_entry e
                    where e.centre = d.centre and e.currency = d.currency and e.shortfall > 0
                        and not exists (select from service.settlement_line l where l.deposit_entry = e.id)) due_with_statement
            from service.deposit_on(?) d join service.centre c on c.id = d.centre where
            """;

    private static final String ENTRIES = """
            select e.id, e.currency, e.kind, e.amount, e.wanted, e.shortfall, e.balance, e.compensation, t.number ticket, e.due_on, e.reference, e.at,
                e.who, s.number settled_in
            from service.deposit_entry e left join service.compensation_case c on c.id = e.compensation
            left join service.ticket t on t.id = c.ticket left join service.settlement_line l on l.deposit_entry = e.id
            left join service.settlement_statement s on s.id = l.statement where e.centre = ?
            """;

    /** Where the deposits in the caller's scope stand; those with something missing first. */
    public List<Map<String, Object>> list(Actor actor) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> Rows.of(
                connection,
                SELECT + Scope.clause("d.centre")
                        + " order by coalesce(d.missing, 0) = 0, d.centre, d.currency limit 5000",
                today(),
                scope.isEverything(),
                scope.ids()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(writing.now(), ZoneOffset.UTC);
    }

    /**
     * A centre's deposits and their entries, the newest first.
     *
     * @param before only entries older than this id, or null
     */
    public Map<String, Object> one(Actor actor, String centre, Long before, int limit) {
        MoneyRights.LOOK.check(actor.caller(), centre);
        return writing.read(connection -> shown(connection, centre, before, limit));
    }

    private Map<String, Object> shown(Connection connection, String centre, Long before, int limit)
            throws SQLException {
        LocalDate day = DepositLedger.day(connection, centre, writing.now());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("centre", centre);
        shown.put("accounts", Rows.of(connection, SELECT + " d.centre = ? order by d.currency", day, centre));
        shown.put(
                "entries",
                Rows.of(
                        connection,
                        ENTRIES + " and (?::bigint is null or e.id < ?::bigint) order by e.id desc limit ?",
                        centre,
                        before,
                        before,
                        Math.min(limit, Rows.MOST)));
        return shown;
    }

    /** Books what a centre paid in. */
    public Map<String, Object> payIn(Actor actor, Payment payment) {
        return book(actor, payment, "paid_in");
    }

    /** Books what a centre got back: at most what is there beyond what the centre must have. */
    public Map<String, Object> giveBack(Actor actor, Payment payment) {
        return book(actor, payment, "returned");
    }

    private Map<String, Object> book(Actor actor, Payment payment, String kind) {
        MoneyRights.RULE.check(actor.caller(), payment.centre());
        BigDecimal amount = Words.amount("amount", payment.amount(), 2, Words.MOST);
        String currency = Words.currency(payment.currency());
        String reference = Words.required("reference", payment.reference());
        if (amount.signum() == 0) {
            throw Refusal.invalid("'amount' is nothing", "say how much was paid");
        }
        if (reference.length() > 200) {
            throw Refusal.invalid("'reference' is longer than 200 characters", "give the bank's reference alone");
        }
        return writing.write((connection, at) -> {
            LocalDate day = DepositLedger.day(connection, payment.centre(), at);
            BigDecimal there = DepositLedger.lock(connection, payment.centre(), currency);
            Sql.first(connection, """
                            select id from service.deposit_entry
                            where centre = ? and currency = ? and kind = ? and lower(reference) = lower(?)
                            """, row -> row.getLong("id"), payment.centre(), currency, kind, reference)
                    .ifPresent(id -> {
                        throw Refusal.conflict(
                                "a payment with that reference is booked already, as entry " + id,
                                "look at it; another payment has another reference");
                    });
            if (kind.equals("returned")) {
                spare(connection, payment.centre(), currency, day, there, amount);
            }
            Sql.update(
                    connection,
                    """
                    insert into service.deposit_entry (centre, currency, kind, amount, reference, at, who) values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    payment.centre(),
                    currency,
                    kind,
                    kind.equals("returned") ? amount.negate() : amount,
                    reference,
                    at,
                    actor.name());
            return shown(connection, payment.centre(), null, 1);
        });
    }

    private static void spare(
            Connection connection, String centre, String currency, LocalDate day, BigDecimal there, BigDecimal amount)
            throws SQLException {
        BigDecimal required = Sql.first(
                        connection,
                        "select required from service.deposit_rule_on(?) where centre = ? and currency = ?",
                        row -> row.getBigDecimal("required"),
                        day,
                        centre,
                        currency)
                .orElse(BigDecimal.ZERO);
        BigDecimal most = there.subtract(required).max(BigDecimal.ZERO);
        if (amount.compareTo(most) > 0) {
            throw Refusal.conflict(
                    "at most " + most.toPlainString() + " " + currency + " can be returned: " + there.toPlainString()
                            + " is there, and " + required.toPlainString() + " is required",
                    required.signum() > 0
                            ? "return less; for a centre that leaves, first require nothing of it in the money file"
                            : "return less");
        }
    }

    /** Demands what is missing, as each draw does by itself. */
    public Map<String, Object> demand(Actor actor, String centre, String said) {
        MoneyRights.RULE.check(actor.caller(), centre);
        String currency = Words.currency(said);
        return writing.write((connection, at) -> {
            DepositLedger.lock(connection, centre, currency);
            if (DepositLedger.demand(connection, centre, currency, at, actor.name())
                    .isEmpty()) {
                throw Refusal.conflict(
                        "nothing is missing in the deposit of " + centre + " in " + currency,
                        "state what it must come to as \"deposits\" in the money file");
            }
            return shown(connection, centre, null, 1);
        });
    }

    /** What a statement says of the deposit: at the month's begin, what happened in it, at its end. */
    static Map<String, Object> ofMonth(Connection connection, String centre, String currency, LocalDate month)
            throws SQLException {
        Map<String, Object> shown =
                new LinkedHashMap<>(Rows.first(connection, """
                        select coalesce(sum(e.amount) filter (where e.at < ?::date::timestamp at time zone c.time_zone), 0) opening,
                            coalesce(sum(e.amount), 0) closing,
                            (select r.required from service.deposit_rule_on((?::date + interval '1 month - 1 day')::date) r
                                where r.centre = c.id and r.currency = ?) required
                        from service.centre c left join service.deposit_entry e on e.centre = c.id and e.currency = ?
                            and e.at < (?::date + interval '1 month') at time zone c.time_zone
                        where c.id = ? group by c.id
                        """, month, month, currency, currency, month, centre)
                        .orElseThrow());
        shown.put("entries", Rows.of(connection, ENTRIES + """
                         and e.currency = ? and e.at >= (select ?::date::timestamp at time zone c.time_zone from service.centre c where c.id = e.centre)
                            and e.at < (select (?::date + interval '1 month') at time zone c.time_zone from service.centre c
                                where c.id = e.centre) order by e.id limit 1000
                        """, centre, currency, month, month));
        return shown;
    }

    /** What a centre's deposit must come to, as a money file says it. */
    record Rule(String centre, String currency, BigDecimal required, int topUpDays, LocalDate from) {}

    /** Stores a rule, if it says something new, as another version; what is missing from today on is demanded. */
    static int store(Connection connection, Rule rule, java.time.Instant at, String who) throws SQLException {
        int changed = Sql.update(
                connection,
                """
                insert into service.deposit_rule (centre, currency, required, top_up_days, valid_from, version, at, who)
                select said.*, coalesce(old.version, 0) + 1, ?, ?
                from (select ?::text centre, ?::text currency, ?::numeric required, ?::int top_up_days, ?::date valid_from) said
                left join lateral (select o.version, o.required, o.top_up_days from service.deposit_rule o
                    where (o.centre, o.currency, o.valid_from) = (said.centre, said.currency, said.valid_from)
                    order by o.version desc limit 1) old on true
                where (old.required, old.top_up_days) is distinct from (said.required, said.top_up_days)
                """,
                at,
                who,
                rule.centre(),
                rule.currency(),
                rule.required(),
                rule.topUpDays(),
                rule.from());
        if (changed > 0) {
            DepositLedger.lock(connection, rule.centre(), rule.currency());
            DepositLedger.demand(connection, rule.centre(), rule.currency(), at, who);
        }
        return changed;
    }
}
