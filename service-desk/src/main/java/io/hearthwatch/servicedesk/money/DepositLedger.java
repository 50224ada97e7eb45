package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Entries of centres' service deposits, each within its caller's transaction. The database books the balance with the entry, lets nothing
 * below zero and draws a case once ({@code V32__service_deposits.sql}).
 */
public final class DepositLedger {
    private DepositLedger() {}

    /**
     * Draws a compensation that has just been paid, as far as the balance goes; the rest is due with the centre's next statement. Where
     * less is left than the centre must have, a top-up is demanded.
     *
     * @param compensation number of the paid case, which has a currency; without a centre it is headquarters' and nothing is drawn
     */
    public static void draw(Connection connection, long compensation, Instant at, String who) throws SQLException {
        record Paid(String centre, String currency, BigDecimal amount) {}
        Optional<Paid> paid = Sql.first(
                connection,
                "select centre, currency, amount from service.compensation_case where id = ? and centre is not null",
                row -> new Paid(row.getString("centre"), row.getString("currency"), row.getBigDecimal("amount")),
                compensation);
        if (paid.isEmpty()) {
            return;
        }
        String centre = paid.get().centre();
        String currency = paid.get().currency();
        BigDecimal there = lock(connection, centre, currency);
        Sql.update(
                connection,
                """
                insert into service.deposit_entry (centre, currency, kind, amount, wanted, compensation, at, who)
                values (?, ?, 'drawn', -least(?::numeric, ?::numeric), ?, ?, ?, ?)
                """,
                centre,
                currency,
                there,
                paid.get().amount(),
                paid.get().amount(),
                compensation,
                at,
                who);
        demand(connection, centre, currency, at, who);
    }

    /** Makes the account's other entries wait until this transaction ends; its balance. */
    static BigDecimal lock(Connection connection, String centre, String currency) throws SQLException {
        Writing.lock(connection, "service.deposit", centre + " " + currency);
        return Sql.first(
                        connection,
                        "select balance from service.deposit_account where centre = ? and currency = ? for update",
                        row -> row.getBigDecimal("balance"),
                        centre,
                        currency)
                .orElse(BigDecimal.ZERO);
    }

    /** The day that it is at a centre. */
    static LocalDate day(Connection connection, String centre, Instant at) throws SQLException {
        return Sql.first(
                        connection,
                        "select time_zone from service.centre where id = ?",
                        row -> LocalDate.ofInstant(at, ZoneId.of(row.getString("time_zone"))),
                        centre)
                .orElseThrow(() -> Refusal.notFound("service centre", centre, "look at /api/v1/centres"));
    }

    /**
     * Demands what is missing; told through the outbox too. While a demand is unmet another one says the new sum, and the first one's day
     * stays: who falls further behind gets no more time.
     *
     * @return the entry's number; nothing if nothing is missing
     */
    static Optional<Long> demand(Connection connection, String centre, String currency, Instant at, String who)
            throws SQLException {
        LocalDate day = day(connection, centre, at);
        Optional<Map<String, Object>> demanded = Rows.first(connection, """
                insert into service.deposit_entry (centre, currency, kind, amount, wanted, due_on, at, who)
                select d.centre, d.currency, 'top_up_demanded', 0, d.missing, coalesce(d.top_up_by, ?::date + r.top_up_days), ?, ?
                from service.deposit_on(?) d join service.deposit_rule_on(?) r on r.centre = d.centre and r.currency = d.currency
                where d.centre = ? and d.currency = ? and d.missing > 0
                returning id, centre, currency, wanted missing, balance, due_on
                """, day, at, who, day, day, centre, currency);
        if (demanded.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> told = new LinkedHashMap<>(demanded.get());
        Object entry = told.remove("id");
        Outbox.append(connection, at, "deposit.demanded", null, told);
        return Optional.of(((Number) entry).longValue());
    }
}
