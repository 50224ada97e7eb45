package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The record of every look at a customer's name, address and phone, and the masks for those who don't serve the customer. Thread-safe.
 */
public final class Looks {
    private final Database database;
    private final InstantSource clock;

    Looks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A look.
     *
     * @param who the person, or {@code api} where nobody is registered
     * @param ticket the ticket that showed it, or null
     * @param what what was looked at, such as {@code ticket}
     * @param masked whether only masked values were shown
     */
    public record Look(Instant at, String who, String household, Long ticket, String what, boolean masked) {}

    /** Notes a look before its answer is sent. */
    public void note(Caller caller, String household, Long ticket, String what) {
        note(caller.who(), !caller.servesCustomers(), household, ticket, what);
    }

    /** Notes a look at everything by one who works on the machine itself. */
    public void noteBy(String who, String household, String what) {
        note(who, false, household, null, what);
    }

    private void note(String who, boolean masked, String household, Long ticket, String what) {
        database.inTransaction(connection -> Sql.update(
                connection,
                "insert into service.look (at, who, household, ticket, what, masked) values (?, ?, ?, ?, ?, ?)",
                clock.instant(),
                who,
                household,
                ticket,
                what,
                masked));
    }

    /** The newest looks first. */
    public List<Look> all(String household, String who, int limit) {
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select * from service.look
                where (?::text is null or household = ?) and (?::text is null or who = ?) order by id desc limit ?
                """,
                row -> new Look(
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        row.getString("household"),
                        row.getObject("ticket", Long.class),
                        row.getString("what"),
                        row.getBoolean("masked")),
                household,
                household,
                who,
                who,
                limit));
    }

    /** A name of which only the beginning is shown: {@code A**}, {@code 张**}. */
    public static String maskedName(String name) {
        return name == null || name.isEmpty() ? name : new String(Character.toChars(name.codePointAt(0))) + "**";
    }

    /** A phone number of which only the last two digits are shown. */
    public static String maskedPhone(String phone) {
        return phone == null ? null : "***" + phone.substring(Math.max(0, phone.length() - 2));
    }

    /** An address of which nothing is shown. */
    public static String maskedAddress(String address) {
        return address == null ? null : "***";
    }
}
