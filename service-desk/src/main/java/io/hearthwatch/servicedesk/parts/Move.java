package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A row of the ledger: by how much each figure of a shelf changes. The database's trigger changes the shelf, and refuses what would
 * overdraw it.
 */
record Move(
        String kind,
        Shelf shelf,
        int onHand,
        int reserved,
        int quarantined,
        int picked,
        Long reservation,
        Long transfer,
        String reason) {

    static Move of(String kind, Shelf shelf) {
        return new Move(kind, shelf, 0, 0, 0, 0, null, null, null);
    }

    Move onHand(int delta) {
        return new Move(kind, shelf, delta, reserved, quarantined, picked, reservation, transfer, reason);
    }

    Move reserved(int delta) {
        return new Move(kind, shelf, onHand, delta, quarantined, picked, reservation, transfer, reason);
    }

    Move quarantined(int delta) {
        return new Move(kind, shelf, onHand, reserved, delta, picked, reservation, transfer, reason);
    }

    Move picked(int delta) {
        return new Move(kind, shelf, onHand, reserved, quarantined, delta, reservation, transfer, reason);
    }

    /** For a reservation, or none. */
    Move forReservation(Long id) {
        return new Move(kind, shelf, onHand, reserved, quarantined, picked, id, transfer, reason);
    }

    Move forTransfer(long id) {
        return new Move(kind, shelf, onHand, reserved, quarantined, picked, reservation, id, reason);
    }

    Move because(String why) {
        return new Move(kind, shelf, onHand, reserved, quarantined, picked, reservation, transfer, why);
    }

    /** Adds the row, and with it changes the shelf. */
    void add(Connection connection, Step step) throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.stock_move (at, warehouse, part, kind, on_hand_delta, reserved_delta, quarantined_delta,
                    picked_delta, reservation, transfer, operation, who, reason)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                step.at(),
                shelf.warehouse(),
                shelf.part(),
                kind,
                onHand,
                reserved,
                quarantined,
                picked,
                reservation,
                transfer,
                step.operation(),
                step.who(),
                reason);
    }
}
