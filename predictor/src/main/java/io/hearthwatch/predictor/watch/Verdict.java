package io.hearthwatch.predictor.watch;

import io.hearthwatch.predictor.WatchReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a look comes to: which warnings stand after it.
 *
 * @param report what was found, with the warnings that stand
 * @param strikes by sign, how often in a row it was bad, or, negative, good
 */
public record Verdict(WatchReport report, Map<String, Integer> strikes) {
    private static final int TO_BEGIN = 2;
    private static final int TO_END = 2;

    public Verdict {
        strikes = Map.copyOf(strikes);
    }

    /**
     * Draws it from a daily look.
     *
     * @param standing the warnings that stand before it
     * @param before the strikes so far
     */
    public static Verdict daily(
            String type,
            String model,
            Instant now,
            Drift drift,
            Look.Judged judged,
            Stale stale,
            List<Warning> standing,
            Map<String, Integer> before) {
        List<Sign> signs = Rules.signs(drift, judged.live(), judged.calibration(), stale);
        Map<String, Integer> strikes = new HashMap<>(before);
        List<Warning> warnings = new ArrayList<>();
        for (Sign sign : signs) {
            String id = sign.kind().id();
            int next = next(sign.state(), strikes.getOrDefault(id, 0));
            strikes.put(id, next);
            Optional<Warning> stands =
                    standing.stream().filter(w -> w.sign() == sign.kind()).findFirst();
            if (stands.isPresent() && next > -TO_END) {
                Instant began = stands.get().began();
                boolean bad = sign.state() == Sign.State.BAD;
                warnings.add(new Warning(
                        model,
                        sign.kind(),
                        began,
                        bad ? sign.words() : stands.get().words()));
            } else if (stands.isEmpty() && next >= toBegin(sign.kind())) {
                warnings.add(new Warning(model, sign.kind(), now, sign.words()));
            }
        }
        return new Verdict(
                new WatchReport(type, model, now, warnings, signs, drift, judged.live(), judged.calibration(), stale),
                strikes);
    }

    /**
     * What somebody sees who looks between the daily looks.
     *
     * @param standing the warnings that stand; empty where no daily look was taken yet, so that every sign that is bad is one
     */
    public static WatchReport between(
            String type,
            String model,
            Instant now,
            Drift drift,
            Look.Judged judged,
            Stale stale,
            Optional<List<Warning>> standing) {
        List<Sign> signs = Rules.signs(drift, judged.live(), judged.calibration(), stale);
        List<Warning> warnings = standing.orElseGet(() -> signs.stream()
                .filter(sign -> sign.state() == Sign.State.BAD)
                .map(sign -> new Warning(model, sign.kind(), now, sign.words()))
                .toList());
        return new WatchReport(type, model, now, warnings, signs, drift, judged.live(), judged.calibration(), stale);
    }

    /** A schedule that is not kept is a fact; what is drawn from a sample has to show twice. */
    private static int toBegin(Sign.Kind kind) {
        return kind == Sign.Kind.SCHEDULE ? 1 : TO_BEGIN;
    }

    private static int next(Sign.State state, int strikes) {
        return switch (state) {
            case BAD -> Math.max(0, strikes) + 1;
            case GOOD -> Math.min(0, strikes) - 1;
            case BETWEEN -> 0;
            case UNKNOWN -> strikes;
        };
    }
}
