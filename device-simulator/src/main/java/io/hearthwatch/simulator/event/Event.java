package io.hearthwatch.simulator.event;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/** One thing that happened to an appliance, as it is recorded or simulated. */
public sealed interface Event {
    /** By time, and at one instant in the order the service takes them: telemetry, faults, failures, repairs. */
    Comparator<Event> ORDER = Comparator.comparing(Event::time).thenComparingInt(Event::rank);

    /** The maker's id of the appliance. */
    String appliance();

    /** When it happened, by the appliance's clock. */
    Instant time();

    /** The place among events of one instant, 0 first. */
    int rank();

    /** A reading; {@code values} holds a number or, for a state, the value's name, per metric. */
    record Telemetry(String appliance, Instant time, Map<String, Object> values) implements Event {
        @Override
        public int rank() {
            return 0;
        }
    }

    /** A fault code that was raised, or cleared. */
    record Fault(String appliance, Instant time, String code, boolean raised) implements Event {
        @Override
        public int rank() {
            return 1;
        }
    }

    /** A component failed. */
    record Failure(String appliance, Instant time, String component) implements Event {
        @Override
        public int rank() {
            return 2;
        }
    }

    /** A component was replaced; {@code planned} is null where the record does not say. */
    record Repair(String appliance, Instant time, String component, Boolean planned) implements Event {
        @Override
        public int rank() {
            return 3;
        }
    }
}
