package io.hearthwatch.servicedesk.dispatch.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Travel times between all places of a plan, computed once. Immutable. */
final class TravelTable {
    private final Map<Position, Integer> numbers = new HashMap<>();
    private final int[][] minutes;

    TravelTable(Travel travel, List<Position> places) {
        List<Position> distinct = new ArrayList<>();
        for (Position place : places) {
            if (numbers.putIfAbsent(place, distinct.size()) == null) {
                distinct.add(place);
            }
        }
        minutes = new int[distinct.size()][distinct.size()];
        for (int i = 0; i < minutes.length; i++) {
            for (int j = 0; j < minutes.length; j++) {
                minutes[i][j] = i == j ? 0 : travel.minutes(distinct.get(i), distinct.get(j));
            }
        }
    }

    int number(Position place) {
        return numbers.get(place);
    }

    int minutes(int from, int to) {
        return minutes[from][to];
    }
}
