package io.hearthwatch.benchmarks.stock;

/** By how many units an operation should have changed a shelf's figures. */
record Effect(String warehouse, String part, int onHand, int reserved, int quarantined, int picked) {
    static Effect onHand(Shelf shelf, int units) {
        return new Effect(shelf.warehouse(), shelf.part(), units, 0, 0, 0);
    }

    static Effect reserved(Shelf shelf, int units) {
        return new Effect(shelf.warehouse(), shelf.part(), 0, units, 0, 0);
    }

    static Effect quarantined(Shelf shelf, int units) {
        return new Effect(shelf.warehouse(), shelf.part(), 0, 0, units, 0);
    }

    static Effect picked(Shelf shelf, int units) {
        return new Effect(shelf.warehouse(), shelf.part(), 0, 0, 0, units);
    }

    Effect and(Effect other) {
        return new Effect(
                warehouse,
                part,
                onHand + other.onHand,
                reserved + other.reserved,
                quarantined + other.quarantined,
                picked + other.picked);
    }

    boolean isNothing() {
        return onHand == 0 && reserved == 0 && quarantined == 0 && picked == 0;
    }
}
