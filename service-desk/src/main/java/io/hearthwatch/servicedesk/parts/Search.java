package io.hearthwatch.servicedesk.parts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a part is taken from: the nearest warehouse first, and there the oldest revision that may be fitted. */
final class Search {
    private Search() {}

    static Optional<Shelf> nearest(
            List<String> warehouses, List<String> usable, Map<Shelf, Level> levels, int quantity) {
        return warehouses.stream()
                .flatMap(warehouse -> usable.stream().map(part -> new Shelf(warehouse, part)))
                .filter(shelf -> levels.getOrDefault(shelf, Level.NONE).available() >= quantity)
                .findFirst();
    }
}
