package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units known by their serial numbers: which are genuine, which was fitted where, and which old parts have to come back. */
public final class Serials {
    private Serials() {}

    /**
     * A unit that was fitted.
     *
     * @param newSerial of the part that was fitted, or null
     * @param oldSerial of the faulty one, or null
     */
    public record Fitted(String newSerial, String oldSerial) {
        static final Fitted UNKNOWN = new Fitted(null, null);
    }

    private record Kind(boolean serialised, boolean returnable) {}

    private static Kind kind(Connection connection, String part) throws SQLException {
        return Sql.first(
                        connection,
                        "select serialised, returnable from service.part where part = ?",
                        row -> new Kind(row.getBoolean("serialised"), row.getBoolean("returnable")),
                        part)
                .orElse(new Kind(false, false));
    }

    /** Whether units of a part are known one by one. */
    static boolean serialised(Connection connection, String part) throws SQLException {
        return kind(connection, part).serialised();
    }

    /** Notes the serial numbers of a receipt; a part with serial numbers must have one for each unit. */
    static void receive(Connection connection, Step step, String part, int quantity, List<String> serials)
            throws SQLException {
        if (serials.isEmpty() && !kind(connection, part).serialised()) {
            return;
        }
        if (serials.size() != quantity) {
            throw PartsRefusedException.invalid(
                    part + ": " + serials.size() + " serial numbers for " + quantity + " units",
                    "give each unit its own");
        }
        Set<String> read = new HashSet<>();
        for (String serial : serials) {
            if (!read.add(serial)) {
                throw PartsRefusedException.invalid(
                        part + ": the serial number '" + Shelves.shortened(String.valueOf(serial)) + "' is there twice",
                        "read it from each unit's label again");
            }
        }
        for (String serial : serials) {
            if (serial == null || serial.isBlank() || serial.length() > 100) {
                throw PartsRefusedException.invalid(
                        "a serial number must have 1 to 100 characters", "read it from the unit's label");
            }
            if (Sql.update(connection, """
                            insert into service.part_serial (part, serial, state, received_at) values (?, ?, 'in_stock', ?)
                            on conflict do nothing
                            """, part, serial, step.at()) == 0) {
                throw PartsRefusedException.state(
                        "the serial number '" + Shelves.shortened(serial) + "' of " + part + " came in before",
                        "a second one is not genuine: quarantine that unit and receive the others");
            }
        }
    }

    /** Notes what was fitted. */
    static void fit(Connection connection, Step step, Reservation reservation, Fitted fitted) throws SQLException {
        Kind kind = kind(connection, reservation.part());
        if (kind.serialised()) {
            if (fitted.newSerial() == null || reservation.quantity() != 1) {
                throw numberDue(reservation.part());
            }
            claim(connection, step, reservation.part(), fitted.newSerial(), reservation.id(), reservation.ticket());
        } else {
            refuseFitted(connection, reservation.part(), fitted.newSerial());
        }
        note(connection, step, reservation, fitted, kind);
    }

    /**
     * Notes a unit that was fitted under a ticket and came from no shelf.
     *
     * @param quantity how many were
     */
    static void fitUnheld(Connection connection, Step step, String part, int quantity, Fitted fitted, long ticket)
            throws SQLException {
        if (kind(connection, part).serialised()) {
            if (fitted.newSerial() == null || quantity != 1) {
                throw numberDue(part);
            }
            claim(connection, step, part, fitted.newSerial(), null, ticket);
        } else {
            refuseFitted(connection, part, fitted.newSerial());
        }
    }

    private static PartsRefusedException numberDue(String part) {
        return PartsRefusedException.invalid(
                part + " has serial numbers: one unit is fitted at a time, and its number is due",
                "add \"new_serial\"");
    }

    /** Makes the unit in stock the one that was fitted. */
    private static void claim(
            Connection connection, Step step, String part, String serial, Long reservation, Long ticket)
            throws SQLException {
        int changed = Sql.update(connection, """
                update service.part_serial set state = 'fitted', fitted_at = ?, reservation = ?, ticket = ?
                where part = ? and serial = ? and state = 'in_stock'
                """, step.at(), reservation, ticket, part, serial);
        if (changed == 1) {
            return;
        }
        Optional<String> where = Sql.first(connection, """
                select coalesce('ticket ' || t.number, 'reservation ' || s.reservation) place from service.part_serial s
                left join service.reservation r on r.id = s.reservation
                left join service.ticket t on t.id = coalesce(s.ticket, r.ticket) where s.part = ? and s.serial = ?
                """, row -> row.getString("place"), part, serial);
        throw where.map(place -> fittedBefore(part, serial, place))
                .orElseGet(() -> PartsRefusedException.state(
                        "no unit of " + part + " with the serial number '" + Shelves.shortened(serial)
                                + "' is in stock: it is not genuine, or was fitted before",
                        "check the number; if it is right, quarantine the unit"));
    }

    /** Nobody else fits a unit of this number until the transaction ends; null locks nothing. Comes before reservations and shelves. */
    static void lock(Connection connection, String serial) throws SQLException {
        if (serial != null) {
            Sql.list(
                    connection,
                    "select pg_advisory_xact_lock(hashtext('service.part_line'), hashtext(?))",
                    row -> serial,
                    serial);
        }
    }

    /** Units of parts that nobody receives by number are known from where they were fitted. */
    static void refuseFitted(Connection connection, String part, String serial) throws SQLException {
        if (serial == null) {
            return;
        }
        lock(connection, serial);
        Optional<String> where = Sql.first(connection, """
                select coalesce('ticket ' || t.number, 'reservation ' || f.reservation) place from service.fitted_part f
                join service.reservation r on r.id = f.reservation left join service.ticket t on t.id = r.ticket
                where f.part = ? and f.new_serial = ?
                union all select 'ticket ' || t.number from service.part_line l join service.ticket t on t.id = l.ticket
                where l.part = ? and l.new_serial = ?
                """, row -> row.getString("place"), part, serial, part, serial);
        if (where.isPresent()) {
            throw fittedBefore(part, serial, where.get());
        }
    }

    private static PartsRefusedException fittedBefore(String part, String serial, String place) {
        return PartsRefusedException.state(
                "part " + part + " with serial number " + Shelves.shortened(serial) + " was built in under " + place,
                "read the type plate again; if it is so, the part is not genuine: quarantine it");
    }

    /** Notes what was fitted where the numbers are not known. */
    static void fitWithoutNumbers(Connection connection, Step step, Reservation reservation) throws SQLException {
        note(connection, step, reservation, Fitted.UNKNOWN, kind(connection, reservation.part()));
    }

    private static void note(Connection connection, Step step, Reservation reservation, Fitted fitted, Kind kind)
            throws SQLException {
        if (kind.returnable() || fitted.newSerial() != null || fitted.oldSerial() != null) {
            Sql.update(
                    connection,
                    "insert into service.fitted_part (reservation, part, new_serial, old_serial, fitted_at, old_part) values (?, ?, ?, ?, ?, ?)",
                    reservation.id(),
                    reservation.part(),
                    fitted.newSerial(),
                    fitted.oldSerial(),
                    step.at(),
                    kind.returnable() ? "due" : "not_wanted");
        }
    }

    /** The old part came back, and was looked at. */
    static Map<String, Object> oldPartReturned(Connection connection, Step step, long reservation, String finding)
            throws SQLException {
        Goods.checkReason(finding);
        int changed = Sql.update(connection, """
                update service.fitted_part set old_part = 'returned', returned_at = ?, finding = ?
                where reservation = ? and old_part = 'due'
                """, step.at(), finding, reservation);
        if (changed == 0) {
            throw PartsRefusedException.state(
                    "no old part is due for reservation " + reservation, "look at /api/v1/parts/old-parts");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("reservation", reservation);
        answer.put("state", "returned");
        return answer;
    }
}
