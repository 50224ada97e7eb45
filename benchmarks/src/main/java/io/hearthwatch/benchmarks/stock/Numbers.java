package io.hearthwatch.benchmarks.stock;

/** Serial numbers: most units in stock are offered to two clients, of whom one may fit it. Used by one thread. */
final class Numbers {
    private final Requests requests;
    private int made;

    Numbers(Requests requests) {
        this.requests = requests;
    }

    /** A number for a unit that is received, or one that came in before. */
    Unit incoming() {
        Unit known =
                requests.random.nextInt(20) == 0 ? requests.shared.numbers().peek() : null;
        return known == null ? new Unit(Goods.NUMBERED, requests.name + "-" + made++) : known;
    }

    /** It came in. */
    void received(Unit unit) {
        requests.journal.received.add(unit);
        requests.shared.numbers().add(unit);
        if (requests.random.nextBoolean()) {
            requests.shared.numbers().add(unit);
        }
    }

    /** The unit to fit, or null where none has a number: always for parts that have them, sometimes for others. */
    Unit fitting(String part) {
        if (part.equals(Goods.NUMBERED)) {
            return requests.shared.numbers().poll();
        }
        // Few numbers, so that several clients read the same one off their units.
        return requests.random.nextInt(10) == 0 ? new Unit(part, "L-" + requests.random.nextInt(100_000) / 10) : null;
    }

    /** It was fitted; null is nothing. */
    void fitted(Unit unit) {
        if (unit != null) {
            requests.journal.fitted.add(unit);
        }
    }
}
