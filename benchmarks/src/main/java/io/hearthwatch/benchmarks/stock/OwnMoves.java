package io.hearthwatch.benchmarks.stock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server moved by itself: it holds, splits, uses up and gives back what tickets have, and gives back what has expired.
 *
 * @param effects on shelves
 * @param kinds how many moves of each kind
 * @param usedUp units that were used up, by ticket
 * @param unexplained moves that it has no reason for, in words
 */
record OwnMoves(List<Effect> effects, Map<String, Long> kinds, Map<Long, Integer> usedUp, List<String> unexplained) {
    OwnMoves {
        effects = List.copyOf(effects);
        kinds = Map.copyOf(kinds);
        usedUp = Map.copyOf(usedUp);
        unexplained = List.copyOf(unexplained);
    }

    static OwnMoves read(Connection database) throws SQLException {
        List<Effect> effects = new ArrayList<>();
        Map<String, Long> kinds = new TreeMap<>();
        Map<Long, Integer> usedUp = new HashMap<>();
        List<String> unexplained = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                        select m.warehouse, m.part, m.on_hand_delta, m.reserved_delta, m.quarantined_delta, m.picked_delta, m.kind, m.id,
                            coalesce(r.ticket, 0) ticket, r.expires_at <= m.at and m.kind = 'release' as expired,
                            m.kind in ('reserve', 'pick', 'consume', 'release', 'return') as held
                        from service.stock_move m left join service.stock_operation o on o.id = m.operation
                        left join service.reservation r on r.id = m.reservation
                        where m.operation is null or (m.kind = 'reserve' and o.kind in ('kit', 'receive_order'))
                        """)) {
            while (row.next()) {
                effects.add(new Effect(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getInt(6)));
                String kind = row.getString("kind");
                boolean expired = row.getBoolean("expired");
                long ticket = row.getLong("ticket");
                kinds.merge(expired ? "expired" : kind, 1L, Long::sum);
                if (kind.equals("consume")) {
                    usedUp.merge(ticket, -row.getInt("on_hand_delta"), Integer::sum);
                }
                if (!expired && (ticket == 0 || !row.getBoolean("held"))) {
                    unexplained.add("nobody asked for move " + row.getLong("id") + ", a " + kind);
                }
            }
        }
        return new OwnMoves(effects, kinds, usedUp, unexplained);
    }

    /** Tickets for which more units were used up than those are that were built in, in words. */
    List<String> overused(List<Line> lines) {
        Map<Long, Integer> builtIn = new HashMap<>();
        lines.forEach(line -> builtIn.merge(line.ticket(), line.fromShelves() - line.usedBefore(), Integer::sum));
        List<String> overused = new ArrayList<>();
        usedUp.forEach((ticket, units) -> {
            if (units > builtIn.getOrDefault(ticket, 0)) {
                overused.add("ticket " + ticket + ": " + units + " units were used up, and "
                        + builtIn.getOrDefault(ticket, 0) + " were built in that no request had used up");
            }
        });
        return overused;
    }
}
