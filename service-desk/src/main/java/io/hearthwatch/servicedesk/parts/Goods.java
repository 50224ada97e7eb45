package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goods in and out of one shelf: receipt, sale, quarantine and what becomes of quarantined goods. */
final class Goods {
    static final int MOST = 1_000_000;

    private final Catalog catalog;

    Goods(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Something that a request is about, checked. */
    void check(Connection connection, Shelf shelf, int quantity) throws SQLException {
        checkQuantity(quantity);
        Shelves.checkWarehouse(connection, shelf.warehouse());
        checkPart(connection, shelf.part());
    }

    static void checkQuantity(int quantity) {
        if (quantity < 1 || quantity > MOST) {
            throw PartsRefusedException.invalid(
                    "a quantity of " + quantity + " is not between 1 and " + MOST, "say how many units");
        }
    }

    /** Refuses a number that neither the catalog nor the parts data know: a mistyped one must not get a shelf of its own. */
    void checkPart(Connection connection, String part) throws SQLException {
        boolean known = part != null
                && (catalog.types().values().stream()
                                .anyMatch(type -> type.parts().containsKey(part))
                        || Sql.first(connection, "select part from service.part where part = ?", row -> true, part)
                                .isPresent());
        if (!known) {
            throw PartsRefusedException.unknown(
                    "there is no part '" + Shelves.shortened(part) + "' in the catalog or the parts data",
                    "correct the number, or add the part with: hearthwatch parts load FILE");
        }
    }

    /**
     * Receives units from outside.
     *
     * @param quarantined whether they wait for their inspection first
     */
    Map<String, Object> receive(
            Connection connection,
            Step step,
            Shelf shelf,
            int quantity,
            boolean quarantined,
            List<String> serials,
            String reason)
            throws SQLException {
        check(connection, shelf, quantity);
        if (Shelves.lock(connection, shelf).onHand() + (long) quantity > Integer.MAX_VALUE / 2) {
            throw PartsRefusedException.invalid("so many units do not fit on a shelf", "correct the quantity");
        }
        Serials.receive(connection, step, shelf.part(), quantity, serials);
        Move.of("receipt", shelf)
                .onHand(quantity)
                .quarantined(quarantined ? quantity : 0)
                .because(reason)
                .add(connection, step);
        return stands(connection, shelf);
    }

    Map<String, Object> sell(Connection connection, Step step, Shelf shelf, int quantity, String customer)
            throws SQLException {
        check(connection, shelf, quantity);
        Shelves.need(connection, shelf, quantity, "selling");
        Move.of("sale", shelf).onHand(-quantity).because(customer).add(connection, step);
        return stands(connection, shelf);
    }

    Map<String, Object> quarantine(Connection connection, Step step, Shelf shelf, int quantity, String reason)
            throws SQLException {
        check(connection, shelf, quantity);
        checkReason(reason);
        Shelves.need(connection, shelf, quantity, "quarantining");
        Move.of("quarantine", shelf).quarantined(quantity).because(reason).add(connection, step);
        return stands(connection, shelf);
    }

    /** Quarantined units turn out good. */
    Map<String, Object> clear(Connection connection, Step step, Shelf shelf, int quantity, String reason)
            throws SQLException {
        needQuarantined(connection, shelf, quantity, reason, "clearing");
        Move.of("clear", shelf).quarantined(-quantity).because(reason).add(connection, step);
        return stands(connection, shelf);
    }

    /** Quarantined units turn out bad, and leave the books. */
    Map<String, Object> writeOff(Connection connection, Step step, Shelf shelf, int quantity, String reason)
            throws SQLException {
        needQuarantined(connection, shelf, quantity, reason, "writing off");
        Move.of("write_off", shelf)
                .onHand(-quantity)
                .quarantined(-quantity)
                .because(reason)
                .add(connection, step);
        return stands(connection, shelf);
    }

    private void needQuarantined(Connection connection, Shelf shelf, int quantity, String reason, String what)
            throws SQLException {
        check(connection, shelf, quantity);
        checkReason(reason);
        Level level = Shelves.lock(connection, shelf);
        if (level.quarantined() < quantity) {
            throw PartsRefusedException.state(
                    what + " " + quantity + " of " + shelf + " is not possible: " + level.quarantined()
                            + " are quarantined there",
                    "quarantine them first, or take fewer");
        }
    }

    static void checkReason(String reason) {
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw PartsRefusedException.invalid(
                    "the reason must have 1 to 500 characters", "say why, for whoever reads the ledger");
        }
    }

    /** How the shelf stands within this transaction. */
    static Map<String, Object> stands(Connection connection, Shelf shelf) throws SQLException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("warehouse", shelf.warehouse());
        answer.put("part", shelf.part());
        answer.put("stock", Shelves.lock(connection, shelf).json());
        return answer;
    }
}
