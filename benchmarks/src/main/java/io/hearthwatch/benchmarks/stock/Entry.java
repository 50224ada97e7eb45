package io.hearthwatch.benchmarks.stock;

import java.util.List;
import java.util.Set;

/**
 * What a client knows of one of its operations when it has been answered.
 *
 * @param kind as the server calls it
 * @param accepted whether it was carried out; otherwise refused
 * @param effects what it should have done to shelves, empty if refused
 */
record Entry(String key, String kind, boolean accepted, List<Effect> effects) {
    static final String BUILT_IN = "built_in";
    static final String KIT = "kit";

    /** What only brings a technician to a household. */
    private static final Set<String> NO_STOCK = Set.of("open", "step", "checklist");

    Entry {
        effects = List.copyOf(effects);
    }

    static Entry refused(String key, String kind) {
        return new Entry(key, kind, false, List.of());
    }

    static Entry accepted(String key, String kind, Effect... effects) {
        return new Entry(key, kind, true, List.of(effects));
    }

    /** Whether it is about stock. */
    boolean aboutStock() {
        return !NO_STOCK.contains(kind);
    }
}
