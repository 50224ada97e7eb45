package io.hearthwatch.simulator.home;

import java.util.List;

/**
 * How one appliance type behaves: its habits, what it reports when it is sound, how each component wears, and what else
 * goes on in a household. Plain data, written as one readable table per type.
 *
 * @param type catalog type
 * @param prefix of the appliances' ids
 * @param habit when it is used
 * @param signals every metric that it reports
 * @param wears every component that can fail
 * @param nuisances codes that mean no worn component
 */
record Behaviour(
        String type, String prefix, Habit habit, List<Signal> signals, List<Wear> wears, List<Nuisance> nuisances) {
    Behaviour {
        signals = List.copyOf(signals);
        wears = List.copyOf(wears);
        nuisances = List.copyOf(nuisances);
    }

    /** All five home types. */
    static List<Behaviour> homeTypes() {
        return List.of(
                WashingMachine.behaviour(),
                Refrigerator.behaviour(),
                AirConditioner.behaviour(),
                WaterHeater.behaviour(),
                Dishwasher.behaviour());
    }

    /**
     * When it is used.
     *
     * @param cycles whether it runs whole cycles or is more or less busy all the time
     * @param base how busy at night, 0..1; for cycles the chance of one in an hour
     * @param morning added around seven
     * @param evening added around seven in the evening
     * @param weekend factor on Saturday and Sunday
     */
    record Habit(boolean cycles, double base, double morning, double evening, double weekend) {
        static Habit cycles(double base, double morning, double evening, double weekend) {
            return new Habit(true, base, morning, evening, weekend);
        }

        static Habit always(double base, double morning, double evening, double weekend) {
            return new Habit(false, base, morning, evening, weekend);
        }

        /** How busy at that hour of the day, for an average household; 0..1. */
        double at(int hour, boolean atWeekend) {
            double level = base + morning * bump(hour, 7) + evening * bump(hour, 19);
            return Math.min(1, Math.max(0, atWeekend ? level * weekend : level));
        }

        private static double bump(int hour, int peak) {
            double off = Math.min(Math.abs(hour - peak), 24 - Math.abs(hour - peak)) / 2.0;
            return Math.exp(-off * off / 2);
        }
    }

    /** What makes a metric's value while everything is sound. */
    enum Shape {
        /** Follows how busy the appliance is right now. */
        LEVEL,
        /** Measured once a cycle and repeated until the next. */
        HELD,
        /** A total. */
        TOTAL,
        /** One of the named values: the first when idle, any other when busy. */
        STATE,
        /** A state that is its second value now and then. */
        NOW_AND_THEN
    }

    /**
     * One metric of a sound appliance.
     *
     * @param idle value when idle; of a total, what an idle hour adds
     * @param busy value when busy; of a total, what a busy hour adds; of a state, the chance of its other values
     * @param noise standard deviation of a reading
     * @param daily half the difference between afternoon and night
     */
    record Signal(String metric, Shape shape, double idle, double busy, double noise, double daily) {
        static Signal level(String metric, double idle, double busy, double noise) {
            return new Signal(metric, Shape.LEVEL, idle, busy, noise, 0);
        }

        static Signal held(String metric, double value, double noise) {
            return new Signal(metric, Shape.HELD, value, value, noise, 0);
        }

        static Signal total(String metric, double idle, double busy) {
            return new Signal(metric, Shape.TOTAL, idle, busy, 0, 0);
        }

        static Signal state(String metric) {
            return new Signal(metric, Shape.STATE, 0, 1, 0, 0);
        }

        static Signal nowAndThen(String metric, double chance) {
            return new Signal(metric, Shape.NOW_AND_THEN, 0, chance, 0, 0);
        }

        Signal withDaily(double amplitude) {
            return new Signal(metric, shape, idle, busy, noise, amplitude);
        }
    }

    /** What full wear, or a nuisance, adds to a metric. */
    record Drift(String metric, double amount) {
        static Drift drift(String metric, double amount) {
            return new Drift(metric, amount);
        }
    }

    /** A code that wear raises; {@code perDay} times a day at full wear, seldom before. */
    record Sign(String code, double perDay) {
        static Sign code(String code, double perDay) {
            return new Sign(code, perDay);
        }
    }

    /**
     * How a component wears.
     *
     * @param life characteristic life in days of average use; Weibull with shape {@value #WEIBULL_SHAPE}
     * @param signDays for how many of its last days wear shows
     * @param signChance the share of failures that show at all beforehand
     * @param drifts what wear does to the telemetry
     * @param signs the codes that it raises
     */
    record Wear(
            String component, double life, double signDays, double signChance, List<Drift> drifts, List<Sign> signs) {
        static final double WEIBULL_SHAPE = 2.5;

        Wear {
            drifts = List.copyOf(drifts);
            signs = List.copyOf(signs);
        }

        static Wear wear(String component, double life, double signDays, List<Drift> drifts, Sign... signs) {
            return new Wear(component, life, signDays, 0.82, drifts, List.of(signs));
        }

        Wear showing(double chance) {
            return new Wear(component, life, signDays, chance, drifts, signs);
        }
    }

    /**
     * A code that household, network or software raise, with what it does to the telemetry for a day or two.
     *
     * @param perDay how often
     */
    record Nuisance(String code, double perDay, List<Drift> drifts) {
        Nuisance {
            drifts = List.copyOf(drifts);
        }

        static Nuisance nuisance(String code, double perDay, Drift... drifts) {
            return new Nuisance(code, perDay, List.of(drifts));
        }
    }
}
