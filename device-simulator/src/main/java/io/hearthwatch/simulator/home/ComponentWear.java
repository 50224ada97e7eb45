package io.hearthwatch.simulator.home;

import io.hearthwatch.simulator.home.Behaviour.Wear;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * One component of one appliance: how worn it is, how it will end, and who is coming to replace it. Ages in days of
 * average use.
 */
final class ComponentWear {
    /** A replacement that was due within so many days of use anyway was not needless. */
    private static final double NEARLY_WORN_DAYS = 14;

    /** Nothing leaves the works so bad that it fails sooner. */
    private static final double SHORTEST_LIFE = 4;

    private final Wear wear;
    private final double lifeFactor;
    private double life;
    private double age;
    private double signDays;
    private double strength;
    private boolean shows;
    private boolean failed;
    private Instant visit;

    /** A component that has been in use for some part of its life. */
    ComponentWear(Wear wear, double lifeFactor, SplittableRandom random) {
        this.wear = wear;
        this.lifeFactor = lifeFactor;
        renew(random);
        age = life * random.nextDouble();
    }

    Wear wear() {
        return wear;
    }

    /** A new part: a new life, which will show its end beforehand or not. */
    void renew(SplittableRandom random) {
        double weibull = Math.pow(-Math.log1p(-random.nextDouble()), 1 / Wear.WEIBULL_SHAPE);
        life = Math.max(SHORTEST_LIFE, wear.life() * lifeFactor * weibull);
        age = 0;
        signDays = wear.signDays() * (0.6 + 0.8 * random.nextDouble());
        strength = 0.7 + 0.6 * random.nextDouble();
        shows = random.nextDouble() < wear.signChance();
        failed = false;
        visit = null;
    }

    /** Uses it for an hour; says at which fraction of the hour it failed, or -1 if it did not. */
    double use(double days) {
        if (failed) {
            return -1;
        }
        double left = life - age;
        age += days;
        if (left > days) {
            return -1;
        }
        failed = true;
        return Math.min(1, Math.max(0, left / days));
    }

    boolean failed() {
        return failed;
    }

    /** The share of its life that is gone. */
    double worn() {
        return age / life;
    }

    boolean nearlyWorn() {
        return life - age < NEARLY_WORN_DAYS;
    }

    /** How far the visible part of its wear has come: 0 for nothing to see, 1 at the failure. */
    double progress() {
        if (!shows) {
            return 0;
        }
        return Math.min(1, Math.max(0, 1 - (life - age) / signDays));
    }

    /** The factor on the drifts of full wear: little at first, most in the last days. */
    double drift() {
        return strength * Math.pow(progress(), 1.6);
    }

    /** When it will be replaced, or null. */
    Instant visit() {
        return visit;
    }

    /** Someone comes then, unless someone comes sooner. */
    void bookVisit(Instant at) {
        if (visit == null || at.isBefore(visit)) {
            visit = at;
        }
    }
}
