package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.watch.Sign.Kind;
import io.hearthwatch.predictor.watch.Sign.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a model no longer holds; docs/watching-models.md says the same. Every rule has one limit at which a sign is bad and another, nearer to
 * normal, at which it is good, so that a figure at a limit does not warn and unwarn by turns.
 */
final class Rules {
    /** A group that is smaller than this share of the type is told of but warns of nothing. */
    static final double LARGE_GROUP = 0.1;

    /** What a drift has to fall below for its warning to end. */
    static final double CALM_PSI = 0.2;

    static final int LEAST_FAILURES = 10;
    static final int LEAST_TICKETS = 20;

    private Rules() {}

    /** What the feeding of a model, and how it is asked, looks like. */
    static List<Sign> fed(Stale stale) {
        return List.of(staleData(stale), schedule(stale));
    }

    static List<Sign> signs(Drift drift, LiveQuality live, InService calibration, Stale stale) {
        List<Sign> signs = new ArrayList<>();
        signs.add(features(drift));
        signs.add(scores(drift));
        signs.add(calibration(calibration));
        signs.add(precision(live));
        signs.add(staleData(stale));
        signs.add(schedule(stale));
        return signs;
    }

    private static Sign features(Drift drift) {
        return moved(
                Kind.FEATURES,
                drift,
                group -> group.worst().stream().filter(m -> !m.byTime()).toList());
    }

    private static Sign scores(Drift drift) {
        return moved(Kind.SCORES, drift, DriftGroup::scores);
    }

    private static Sign moved(
            Kind kind, Drift drift, java.util.function.Function<DriftGroup, List<DriftGroup.Moved>> what) {
        if (drift == null || drift.groups().isEmpty()) {
            return new Sign(
                    kind,
                    State.UNKNOWN,
                    new Text("nothing to compare with: trained by an earlier version", "无可比较：由早期版本训练"));
        }
        record Found(DriftGroup group, DriftGroup.Moved moved) {}
        Optional<Found> worst = drift.groups().stream()
                .filter(group -> group.line() == null || group.share() >= LARGE_GROUP)
                .flatMap(group -> what.apply(group).stream().map(moved -> new Found(group, moved)))
                .max(Comparator.comparing((Found f) -> f.moved().level() == Level.DRIFT)
                        .thenComparing(f -> f.moved().psi()));
        if (worst.isEmpty()) {
            return new Sign(kind, State.UNKNOWN, new Text("too few appliances to say", "设备太少，无法判断"));
        }
        DriftGroup.Moved moved = worst.get().moved();
        State state = moved.level() == Level.DRIFT
                ? State.BAD
                : moved.level() == Level.MODERATE && moved.psi() >= CALM_PSI ? State.BETWEEN : State.GOOD;
        String index = String.format(Locale.ROOT, "%.2f", moved.psi());
        Text group = worst.get().group().name();
        return new Sign(
                kind,
                state,
                new Text(
                        moved.words().en() + " (index " + index + ", " + group.en() + ")",
                        moved.words().zh() + "（指数" + index + "，" + group.zh() + "）"));
    }

    private static Sign calibration(InService calibration) {
        State state = State.UNKNOWN;
        InService.Outcome worst = calibration.total();
        List<InService.Outcome> all = new ArrayList<>(calibration.components());
        all.add(0, calibration.total());
        for (InService.Outcome outcome : all) {
            State mine = state(outcome);
            if (mine.compareTo(state) > 0) {
                state = mine;
                worst = outcome;
            }
        }
        String who = worst.component() == null ? "all components" : worst.component();
        String whoZh = worst.component() == null ? "全部零件" : worst.component();
        if (state == State.UNKNOWN) {
            return new Sign(
                    Kind.CALIBRATION,
                    state,
                    new Text(
                            "fewer than " + LEAST_FAILURES + " failures expected or come so far",
                            "目前预期或发生的故障少于" + LEAST_FAILURES + "次"));
        }
        return new Sign(
                Kind.CALIBRATION,
                state,
                new Text(
                        String.format(
                                Locale.ROOT,
                                "%s: %.1f failures expected, %.1f came (chance: %.1f to %.1f)",
                                who,
                                worst.expected(),
                                worst.observed(),
                                worst.interval().low(),
                                worst.interval().high()),
                        String.format(
                                Locale.ROOT,
                                "%s：预期故障%.1f次，实际%.1f次（区间%.1f至%.1f）",
                                whoZh,
                                worst.expected(),
                                worst.observed(),
                                worst.interval().low(),
                                worst.interval().high())));
    }

    private static State state(InService.Outcome outcome) {
        double expected = outcome.expected();
        double observed = outcome.observed();
        if (outcome.scores() == 0 || (expected < LEAST_FAILURES && outcome.failures() < LEAST_FAILURES)) {
            return State.UNKNOWN;
        }
        double factor = Math.max(expected, observed) / Math.max(1e-9, Math.min(expected, observed));
        boolean chance =
                expected >= outcome.wide().low() && expected <= outcome.wide().high();
        boolean surelyChance = expected >= outcome.interval().low()
                && expected <= outcome.interval().high();
        if (!chance && factor >= 1.5) {
            return State.BAD;
        }
        return surelyChance || factor < 1.25 ? State.GOOD : State.BETWEEN;
    }

    private static Sign precision(LiveQuality live) {
        LiveQuality.Quality quality = live.spans().stream()
                .filter(span -> span.name().equals("90d"))
                .map(LiveQuality.Span::total)
                .findFirst()
                .orElseThrow();
        if (quality.judged() < LEAST_TICKETS) {
            return new Sign(
                    Kind.PRECISION,
                    State.UNKNOWN,
                    new Text(
                            "fewer than " + LEAST_TICKETS + " tickets judged in 90 days",
                            "90天内有结论的工单少于" + LEAST_TICKETS + "张"));
        }
        State state = quality.precisionInterval().high() < quality.promised() / 2
                ? State.BAD
                : quality.precisionInterval().high() < quality.promised() ? State.BETWEEN : State.GOOD;
        return new Sign(
                Kind.PRECISION,
                state,
                new Text(
                        String.format(
                                Locale.ROOT,
                                "%d of %d tickets right in 90 days (%.0f %%), promised %.0f %%",
                                quality.found(),
                                quality.judged(),
                                100 * quality.precision(),
                                100 * quality.promised()),
                        String.format(
                                Locale.ROOT,
                                "90天内%2$d张工单中%1$d张属实（%3$.0f%%），预期%4$.0f%%",
                                quality.found(),
                                quality.judged(),
                                100 * quality.precision(),
                                100 * quality.promised())));
    }

    private static Sign staleData(Stale stale) {
        Stale.Reporting all = stale.all();
        if (all.appliances() < GroupTally.LEAST) {
            return new Sign(Kind.STALE_DATA, State.UNKNOWN, new Text("too few appliances to say", "设备太少，无法判断"));
        }
        State state = all.share() >= 0.2 ? State.BAD : all.share() >= 0.1 ? State.BETWEEN : State.GOOD;
        return new Sign(
                Kind.STALE_DATA,
                state,
                new Text(
                        String.format(
                                Locale.ROOT,
                                "%d of %d appliances have not reported for five times their usual interval",
                                all.stale(),
                                all.appliances()),
                        String.format(Locale.ROOT, "%2$d台设备中%1$d台超过平时间隔的五倍未上报", all.stale(), all.appliances())));
    }

    private static Sign schedule(Stale stale) {
        if (stale.decidedUntil() == null) {
            return new Sign(Kind.SCHEDULE, State.UNKNOWN, new Text("not followed by a service yet", "尚未由服务执行"));
        }
        State state = stale.missed() > 2 ? State.BAD : stale.missed() > 1 ? State.BETWEEN : State.GOOD;
        return new Sign(
                Kind.SCHEDULE,
                state,
                new Text(
                        "last run as of " + stale.decidedUntil() + "; " + stale.missed() + " instants missed",
                        "最近一次评估：" + stale.decidedUntil() + "；错过" + stale.missed() + "次"));
    }
}
