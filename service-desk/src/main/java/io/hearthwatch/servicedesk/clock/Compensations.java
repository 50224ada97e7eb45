package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.money.DepositLedger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What broken promises cost us, drawn from the centre's deposit: one case for each, by one tariff, whether a rule or a person promised it;
 * paid, or refused with a reason, once.
 */
public final class Compensations {
    private static final BigDecimal MOST = new BigDecimal("999999999.99");

    private Compensations() {}

    private record Amount(BigDecimal amount, String currency) {}

    /**
     * A promise that was broken.
     *
     * @param said number of what a person promised, or null
     * @param clock number of what a rule promised, or null; one of the two is there
     * @param promise by its name in the tariff
     * @param centre whose deposit pays, or null
     */
    public record Broken(Long said, Long clock, String promise, long ticket, String centre, Instant at) {}

    /** Opens the case of a broken promise, by the tariff that holds on the day; its number. Asked again, it is the same case. */
    public static long open(Connection connection, Broken broken) throws SQLException {
        Amount amount = Sql.first(
                        connection,
                        """
                        select amount, currency from service.compensation_tariff
                        where promise = ? and valid_from <= ? order by valid_from desc limit 1
                        """,
                        row -> new Amount(row.getBigDecimal("amount"), row.getString("currency")),
                        broken.promise(),
                        broken.at().atZone(ZoneOffset.UTC).toLocalDate())
                .orElse(new Amount(null, null));
        Sql.update(
                connection,
                """
                insert into service.compensation_case (promise, clock, ticket, centre, amount, currency, state, opened_at)
                values (?, ?, ?, ?, ?, ?, 'open', ?) on conflict do nothing
                """,
                broken.said(),
                broken.clock(),
                broken.ticket(),
                broken.centre(),
                amount.amount(),
                amount.currency(),
                broken.at());
        return Sql.first(
                        connection,
                        "select id from service.compensation_case where promise = ? or clock = ?",
                        row -> row.getLong("id"),
                        broken.said(),
                        broken.clock())
                .orElseThrow();
    }

    /**
     * How a case ends.
     *
     * @param ticket whose case it must be; null for any
     * @param amount null for the tariff's
     * @param currency null for the tariff's, or for that of the centre's only deposit
     * @param note due where it is refused, or where more than the tariff's is paid
     * @param headquarters whether they may pay more than the tariff's, and where it says nothing
     */
    public record Settlement(
            long id,
            Long ticket,
            boolean paid,
            BigDecimal amount,
            String currency,
            String note,
            String who,
            boolean headquarters,
            Instant at) {}

    /**
     * Ends a case; one that is paid is drawn from the centre's deposit.
     *
     * @throws Refusal if there is none, it has ended, or too little is said
     */
    public static void settle(Connection connection, Settlement how) throws SQLException {
        record Case(long ticket, String state, BigDecimal amount, String currency, String centre) {}
        Case found = Sql.first(
                        connection,
                        "select ticket, state, amount, currency, centre from service.compensation_case where id = ? for update",
                        row -> new Case(
                                row.getLong("ticket"),
                                row.getString("state"),
                                row.getBigDecimal("amount"),
                                row.getString("currency"),
                                row.getString("centre")),
                        how.id())
                .filter(each -> how.ticket() == null || each.ticket() == how.ticket())
                .orElseThrow(
                        () -> Refusal.notFound("compensation", String.valueOf(how.id()), "look at /api/v1/breaches"));
        if (!found.state().equals("open")) {
            throw Refusal.conflict(
                    "the case has been settled already: it is " + found.state(), "look at /api/v1/breaches");
        }
        if (how.paid() && how.amount() == null && found.amount() == null) {
            throw Refusal.conflict(
                    "paying needs an amount: the tariff says nothing", "say how much was paid as \"amount\"");
        }
        if (how.amount() != null
                && (how.amount().signum() < 0
                        || how.amount().stripTrailingZeros().scale() > 2
                        || how.amount().compareTo(MOST) > 0)) {
            throw Refusal.invalid(
                    "'amount' is not an amount from 0 to " + MOST.toPlainString() + " with at most 2 decimals",
                    "such as 12.50");
        }
        String currency = how.currency() != null ? how.currency() : found.currency();
        if (how.paid() && currency == null) {
            currency = depositCurrency(connection, found.centre())
                    .orElseThrow(() -> Refusal.conflict(
                            "paying needs a currency: the tariff says nothing",
                            "say it as \"currency\", such as \"CNY\""));
        }
        boolean more = how.paid()
                && (found.amount() == null
                        || !currency.equals(found.currency())
                        || (how.amount() != null && how.amount().compareTo(found.amount()) > 0));
        if (more) {
            requireGrounds(found.amount(), found.currency(), how);
        }
        if (!how.paid() && (how.note() == null || how.note().isBlank())) {
            throw Refusal.invalid("refusing needs a reason", "say why as \"note\"");
        }
        Sql.update(
                connection,
                """
                update service.compensation_case set state = ?, amount = coalesce(?, amount), currency = coalesce(?, currency),
                    ended_at = ?, ended_by = ?, note = ?, above_tariff_by = ? where id = ?
                """,
                how.paid() ? "paid" : "refused",
                how.amount(),
                how.paid() ? currency : how.currency(),
                how.at(),
                how.who(),
                how.note(),
                more ? how.who() : null,
                how.id());
        Clocks.event(
                connection,
                found.ticket(),
                how.at(),
                how.who(),
                how.paid() ? "compensation_paid" : "compensation_refused",
                Map.of("compensation", how.id()));
        if (how.paid()) {
            DepositLedger.draw(connection, how.id(), how.at(), how.who());
        }
    }

    /** What is drawn from a centre's deposit is the tariff's; more is headquarters' word, by name and with its reason. */
    private static void requireGrounds(BigDecimal amount, String currency, Settlement how) {
        if (!how.headquarters()) {
            throw Refusal.conflict(
                    amount == null
                            ? "the tariff says nothing about this promise"
                            : "the tariff says " + amount.toPlainString() + " " + currency + " for this promise",
                    (amount == null ? "" : "pay that, or less; or ")
                            + "let headquarters settle it, with a note that says why");
        }
        if (how.note() == null || how.note().isBlank()) {
            throw Refusal.invalid(
                    amount == null
                            ? "paying where the tariff says nothing needs a reason"
                            : "paying more than the tariff's " + amount.toPlainString() + " " + currency
                                    + " needs a reason",
                    "say why as \"note\"");
        }
    }

    private static Optional<String> depositCurrency(Connection connection, String centre) throws SQLException {
        List<String> known = Sql.list(
                connection,
                "select currency from service.deposit_account where centre = ? limit 2",
                row -> row.getString("currency"),
                centre);
        return known.size() == 1 ? Optional.of(known.get(0)) : Optional.empty();
    }

    /**
     * What a person promised was not kept: says so, and opens its case.
     *
     * @return the case's number; nothing if it was kept or broken before
     */
    public static Optional<Long> broken(Connection connection, long promise, String centre, String who, Instant at)
            throws SQLException {
        record Said(String promise, long ticket) {}
        Optional<Said> said = Sql.first(
                connection, """
                update service.ticket_promise set state = 'broken', ended_at = ?, ended_by = ?
                where id = ? and state = 'open' returning promise, ticket
                """, row -> new Said(row.getString("promise"), row.getLong("ticket")), at, who, promise);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        long ticket = said.get().ticket();
        Clocks.event(connection, ticket, at, who, "promise_broken", Map.of("promise", promise));
        return Optional.of(open(connection, new Broken(promise, null, said.get().promise(), ticket, centre, at)));
    }
}
