package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What centres claim for accepted jobs, held against the ticket's evidence at once and again when the statement is made. Thread-safe; every
 * call blocks on the database.
 */
public final class Claims {
    private static final int MOST_LINES = 100;

    private final Writing writing;

    Claims(Writing writing) {
        this.writing = writing;
    }

    /**
     * A line as a centre claims it.
     *
     * @param item {@code labour}, {@code travel}, {@code travel_km}, {@code part} or {@code part_handling}
     * @param partLine the ticket's part line, for parts
     * @param quantity visits or units; null for one
     * @param km driven, for {@code travel_km}
     * @param amount asked for; null for what the rules pay
     * @param evidence where its proof is, or null
     */
    public record Item(
            String item, Long partLine, Integer quantity, BigDecimal km, BigDecimal amount, String evidence) {}

    private record Target(long id, String number, String centre, boolean settled, boolean claimed) {}

    /**
     * Claims for a ticket, and checks it.
     *
     * @param ticket its number or id
     * @param currency of all amounts
     * @throws Refusal if the job is not accepted, settled or claimed already, or the claim makes no sense
     */
    public Map<String, Object> file(Actor actor, String ticket, String currency, List<Item> items, String note) {
        MoneyRights.CLAIM.check(actor.caller());
        Words.currency(currency);
        return writing.write((connection, at) -> {
            Target target = target(connection, actor, ticket);
            Writing.lockCentre(connection, target.centre());
            target = target(connection, actor, ticket);
            refuseSettled(connection, target);
            Job job = Jobs.of(connection, target.id()).orElseThrow(() -> notAccepted(ticket));
            List<Claimed> claimed = claimed(connection, items);
            ClaimCheck check = new ClaimCheck(job, Rules.read(connection));
            long claim = Sql.first(
                            connection,
                            """
                            insert into service.settlement_claim (ticket, centre, currency, at, who, note)
                            values (?, ?, ?, ?, ?, ?) returning id
                            """,
                            row -> row.getLong("id"),
                            target.id(),
                            target.centre(),
                            currency,
                            at,
                            actor.name(),
                            Words.optional("note", note))
                    .orElseThrow();
            int n = 0;
            for (Claimed each : claimed) {
                Line line = check.check(each, currency);
                if (!line.currency().equals(currency)) {
                    throw Refusal.conflict(
                            "the rules pay " + each.item() + " in " + line.currency() + ", not in " + currency,
                            "claim in " + line.currency());
                }
                insert(connection, claim, ++n, each, line, at);
            }
            Writing.noteClaim(connection, claim, at, actor.name(), "claimed", Map.of("lines", n));
            return ClaimReads.shown(connection, claim);
        });
    }

    private static Refusal notAccepted(String ticket) {
        return Refusal.conflict(
                "ticket " + Words.shortened(ticket) + " is not accepted: its review has not passed, or it was reopened",
                "claim when the review has passed");
    }

    private static Target target(Connection connection, Actor actor, String ticket) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select t.id, t.number, t.centre, exists (select from service.settled_ticket s where s.ticket = t.id) settled,
                            exists (select from service.settlement_claim c where c.ticket = t.id and c.withdrawn_at is null) claimed
                        from service.ticket t where t.number = ? or t.id::text = ?
                        """,
                        row -> new Target(
                                row.getLong("id"),
                                row.getString("number"),
                                row.getString("centre"),
                                row.getBoolean("settled"),
                                row.getBoolean("claimed")),
                        ticket,
                        ticket)
                .filter(found ->
                        found.centre() != null && actor.caller().scope().contains(found.centre()))
                .orElseThrow(() -> Refusal.notFound("ticket", ticket, "look at /api/v1/tickets?state=all"));
    }

    private static void refuseSettled(Connection connection, Target target) throws SQLException {
        if (target.settled()) {
            String statement = Sql.first(connection, """
                    select s.number from service.settled_ticket d join service.settlement_statement s on s.id = d.statement
                    where d.ticket = ?
                    """, row -> row.getString("number"), target.id())
                    .orElseThrow();
            throw Refusal.conflict(
                    target.number() + " is settled in " + statement, "dispute the line there if it is not right");
        }
        if (target.claimed()) {
            throw Refusal.conflict(
                    target.number() + " is claimed already", "withdraw the claim first if it has to be another one");
        }
    }

    private static List<Claimed> claimed(Connection connection, List<Item> items) throws SQLException {
        if (items.isEmpty() || items.size() > MOST_LINES) {
            throw Refusal.invalid(
                    "a claim has 1 to " + MOST_LINES + " lines", "send \"lines\": [{\"item\": \"labour\"}]");
        }
        Set<String> known = new HashSet<>(Sql.list(
                connection, "select item from service.settlement_item where claimed", row -> row.getString("item")));
        Set<String> seen = new HashSet<>();
        List<Claimed> claimed = new ArrayList<>();
        for (Item item : items) {
            if (item.item() == null || !known.contains(item.item())) {
                throw Refusal.invalid(
                        "'" + Words.shortened(String.valueOf(item.item())) + "' cannot be claimed",
                        "use one of "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            boolean part = item.item().equals(Assessment.PART) || item.item().equals(Assessment.HANDLING);
            if (part != (item.partLine() != null)) {
                throw Refusal.invalid(
                        "\"part_line\" goes with part and part_handling, and only with them",
                        "take its id from the ticket's part_lines");
            }
            if (item.item().equals(Assessment.DISTANCE) != (item.km() != null)) {
                throw Refusal.invalid("\"km\" goes with travel_km, and only with it", "say how far it was");
            }
            if (!seen.add(item.item() + "/" + item.partLine())) {
                throw Refusal.invalid("the claim has " + item.item() + " twice", "claim it once, with its quantity");
            }
            claimed.add(new Claimed(
                    item.item(),
                    item.partLine(),
                    item.quantity() == null ? 1 : Words.within("quantity", item.quantity(), 1, 1_000),
                    item.km() == null ? null : Words.amount("km", item.km(), 1, 10_000),
                    item.amount() == null ? null : Words.amount("amount", item.amount(), 2, Words.MOST),
                    Words.optional("evidence", item.evidence())));
        }
        return claimed;
    }

    private static void insert(Connection connection, long claim, int n, Claimed claimed, Line line, Instant at)
            throws SQLException {
        // A part line that the ticket does not have is refused, and not kept as a reference.
        Long partLine = Sql.first(connection, """
                                select 1 from service.part_line l join service.settlement_claim c on c.ticket = l.ticket
                                where c.id = ? and l.id = ?
                                """, row -> true, claim, claimed.partLine())
                        .isPresent()
                ? claimed.partLine()
                : null;
        if (claimed.partLine() != null && partLine == null) {
            throw Refusal.invalid(
                    "the ticket has no part line " + claimed.partLine(), "take its id from the ticket's part_lines");
        }
        Sql.update(
                connection,
                """
                insert into service.settlement_claim_line (claim, n, item, part_line, quantity, km, amount, evidence, allowed, verdict,
                    rule, findings, checked_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
                """,
                claim,
                n,
                claimed.item(),
                partLine,
                claimed.quantity(),
                claimed.km(),
                claimed.amount(),
                claimed.evidence(),
                line.amount(),
                line.verdict().id(),
                line.rule(),
                Sql.json(line.words()),
                at);
    }

    /**
     * Decides a line by hand, with the reason; the check does not change it any more.
     *
     * @param allowed what is paid; nothing refuses it
     */
    public Map<String, Object> decide(Actor actor, long claim, int n, BigDecimal allowed, String reason) {
        MoneyRights.SETTLE.check(actor.caller());
        BigDecimal amount = Words.amount("allowed", allowed, 2, Words.MOST);
        String why = Words.required("reason", reason);
        return writing.write((connection, at) -> {
            open(connection, actor, claim);
            Map<String, Object> line = Rows.first(
                            connection,
                            "select * from service.settlement_claim_line where claim = ? and n = ?",
                            claim,
                            n)
                    .orElseThrow(() -> Refusal.notFound("line", Integer.toString(n), "read the claim"));
            BigDecimal asked = (BigDecimal) line.get("amount");
            String claimant = Sql.first(
                            connection,
                            "select who from service.settlement_claim where id = ?",
                            row -> row.getString("who"),
                            claim)
                    .orElseThrow();
            if (actor.is(claimant)) {
                throw Refusal.conflict(claimant + " claimed it, and cannot decide it", "let another person decide it");
            }
            if (asked != null && amount.compareTo(asked) > 0) {
                throw Refusal.invalid("more than the " + asked + " that is claimed", "allow at most what is claimed");
            }
            Sql.update(
                    connection,
                    """
                    update service.settlement_claim_line set allowed = ?, verdict = ?, decided_by = ?, decided_at = ?, reason = ?,
                        findings = findings || ?::jsonb where claim = ? and n = ?
                    """,
                    amount,
                    Verdict.of(asked == null ? amount : asked, amount).id(),
                    actor.name(),
                    at,
                    why,
                    Sql.json(List.of(Findings.byHand(actor.name(), why).shown())),
                    claim,
                    n);
            Writing.noteClaim(
                    connection,
                    claim,
                    at,
                    actor.name(),
                    "decided",
                    Map.of("line", n, "allowed", amount, "reason", why));
            return ClaimReads.shown(connection, claim);
        });
    }

    /** Takes a claim back that is not settled yet. */
    public Map<String, Object> withdraw(Actor actor, long claim) {
        MoneyRights.CLAIM.check(actor.caller());
        return writing.write((connection, at) -> {
            open(connection, actor, claim);
            Sql.update(
                    connection,
                    "update service.settlement_claim set withdrawn_at = ?, withdrawn_by = ? where id = ?",
                    at,
                    actor.name(),
                    claim);
            Writing.noteClaim(connection, claim, at, actor.name(), "withdrawn", Map.of());
            return ClaimReads.shown(connection, claim);
        });
    }

    /** Locks a claim that may still change. */
    private static void open(Connection connection, Actor actor, long claim) throws SQLException {
        Optional<String> centre = Sql.first(
                connection,
                "select centre from service.settlement_claim where id = ?",
                row -> row.getString("centre"),
                claim);
        if (centre.isEmpty() || !actor.caller().scope().contains(centre.get())) {
            throw noClaim(claim);
        }
        Writing.lockCentre(connection, centre.get());
        String state = Objects.toString(ClaimReads.shown(connection, claim).get("state"));
        if (!state.equals("checked")) {
            throw Refusal.conflict("claim " + claim + " is " + state + " already", "read the claim");
        }
    }

    private static Refusal noClaim(long claim) {
        return Refusal.notFound("claim", Long.toString(claim), "look at /api/v1/money/claims");
    }

    /** A claim with its lines and what was found. */
    public Map<String, Object> one(Actor actor, long claim) {
        MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> {
            Optional<Map<String, Object>> found =
                    Rows.first(connection, "select centre from service.settlement_claim where id = ?", claim);
            if (found.isEmpty()
                    || !actor.caller().scope().contains((String) found.get().get("centre"))) {
                throw noClaim(claim);
            }
            return ClaimReads.shown(connection, claim);
        });
    }

    /**
     * Claims in the caller's scope, the newest first.
     *
     * @param centre only this centre's; null for all
     * @param ticket only this ticket's; null for all
     * @param before only older ones than this id; null for the newest
     */
    public List<Map<String, Object>> list(Actor actor, String centre, String ticket, Long before, int limit) {
        var scope = MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> ClaimReads.list(connection, scope, centre, ticket, before, limit));
    }
}
