package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counting shelves. A count is compared with what should be there at that moment; somebody else approves the difference, and the ledger
 * moves by it. So what was taken or brought between count and approval stays as it is.
 */
final class Stocktakes {
    private final Goods goods;

    Stocktakes(Goods goods) {
        this.goods = goods;
    }

    private record Count(long id, Shelf shelf, int difference, String reason, String state, String by) {}

    /** @param counted units found on the shelf, reserved and quarantined ones included, those in technicians' hands not */
    Map<String, Object> count(Connection connection, Step step, Shelf shelf, int counted, String reason)
            throws SQLException {
        goods.check(connection, shelf, 1);
        Goods.checkReason(reason);
        if (counted < 0 || counted > Goods.MOST) {
            throw PartsRefusedException.invalid(
                    "a count of " + counted + " is not between 0 and " + Goods.MOST, "say how many were found");
        }
        int expected = Shelves.lock(connection, shelf).countable();
        long id = Sql.first(
                        connection,
                        """
                        insert into service.stocktake (warehouse, part, expected, counted, reason, state, counted_at, counted_by)
                        values (?, ?, ?, ?, ?, 'counted', ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        shelf.warehouse(),
                        shelf.part(),
                        expected,
                        counted,
                        reason,
                        step.at(),
                        step.who())
                .orElseThrow();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("stocktake", id);
        answer.put("expected", expected);
        answer.put("counted", counted);
        answer.put("difference", counted - expected);
        return answer;
    }

    Map<String, Object> approve(Connection connection, Step step, long id) throws SQLException {
        return decide(connection, step, id, null);
    }

    Map<String, Object> reject(Connection connection, Step step, long id, String reason) throws SQLException {
        Goods.checkReason(reason);
        return decide(connection, step, id, reason);
    }

    /** Approves a count that nobody refuses. */
    private Map<String, Object> decide(Connection connection, Step step, long id, String refusal) throws SQLException {
        boolean approved = refusal == null;
        Count count = Sql.first(
                        connection,
                        "select * from service.stocktake where id = ? for update",
                        row -> new Count(
                                id,
                                new Shelf(row.getString("warehouse"), row.getString("part")),
                                row.getInt("counted") - row.getInt("expected"),
                                row.getString("reason"),
                                row.getString("state"),
                                row.getString("counted_by")),
                        id)
                .orElseThrow(() -> PartsRefusedException.unknown(
                        "there is no stocktake " + id, "look at /api/v1/parts/stocktakes"));
        if (!"counted".equals(count.state())) {
            throw PartsRefusedException.state(
                    "stocktake " + id + " is " + count.state() + " already", "count the shelf again");
        }
        if (approved && count.by().equals(step.who())) {
            throw PartsRefusedException.notAllowed(
                    "who counted does not approve the count", "have somebody other than " + count.by() + " approve it");
        }
        Sql.update(
                connection,
                "update service.stocktake set state = ?, decided_at = ?, decided_by = ?, refusal = ? where id = ?",
                approved ? "approved" : "rejected",
                step.at(),
                step.who(),
                refusal,
                id);
        if (approved && count.difference() != 0) {
            adjust(connection, step, count);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("stocktake", id);
        answer.put("state", approved ? "approved" : "rejected");
        answer.put("difference", count.difference());
        answer.putAll(Goods.stands(connection, count.shelf()));
        return answer;
    }

    private static void adjust(Connection connection, Step step, Count count) throws SQLException {
        if (count.difference() < 0) {
            Level level = Shelves.lock(connection, count.shelf());
            if (level.available() < -count.difference()) {
                throw Shelves.overdrawn(
                        connection, count.shelf(), -count.difference(), "writing off", level.available());
            }
        }
        Move.of("adjustment", count.shelf())
                .onHand(count.difference())
                .because("stocktake " + count.id() + ": " + count.reason())
                .add(connection, step);
    }
}
