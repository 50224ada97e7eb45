package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Units known by their serial numbers: which are genuine, which was fitted where, and which old parts have to come back. */
final class Serials {
    private Serials() {}

    /**
     * A unit that was fitted.
     *
     * @param newSerial of the part that was fitted, or null
     * @param oldSerial of the faulty one, or null
     */
    record Fitted(String newSerial, String oldSerial) {
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

    /** Notes the serial numbers of a receipt; a part with serial numbers must have one for each unit. */
    static void receive(Connection connection, Step step, String part, int quantity, List<String> serials)
            throws SQLException {
        if (serials.isEmpty() && !kind(connection, part).serialised()) {
            return;
        }
        if (serials.size() != quantity || new HashSet<>(serials).size() != quantity) {
            throw PartsRefusedException.invalid(
                    part + ": " + serials.size() + " serial numbers for " + quantity + " units",
                    "give each unit its own");
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
                throw PartsRefusedException.invalid(
                        reservation.part() + " has serial numbers: one unit is fitted at a time, and its number is due",
                        "add \"new_serial\"");
            }
            int changed =
                    Sql.update(connection, """
                    update service.part_serial set state = 'fitted', fitted_at = ?, reservation = ?
                    where part = ? and serial = ? and state = 'in_stock'
                    """, step.at(), reservation.id(), reservation.part(), fitted.newSerial());
            if (changed == 0) {
                throw PartsRefusedException.state(
                        "no unit of " + reservation.part() + " with the serial number '"
                                + Shelves.shortened(fitted.newSerial())
                                + "' is in stock: it is not genuine, or was fitted before",
                        "check the number; if it is right, quarantine the unit");
            }
        }
        note(connection, step, reservation, fitted, kind);
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
