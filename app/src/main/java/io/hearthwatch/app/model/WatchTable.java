package io.hearthwatch.app.model;

import io.hearthwatch.predictor.WatchReport;
import io.hearthwatch.predictor.watch.DriftGroup;
import io.hearthwatch.predictor.watch.InService;
import io.hearthwatch.predictor.watch.Interval;
import io.hearthwatch.predictor.watch.Level;
import io.hearthwatch.predictor.watch.LiveQuality;
import io.hearthwatch.predictor.watch.Sign;
import io.hearthwatch.predictor.watch.Stale;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** A look at a model in service, as a person reads it in a terminal. */
final class WatchTable {
    private static final int WORST = 5;

    private final WatchReport report;
    private final PrintWriter out;

    WatchTable(WatchReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    void print() {
        line("%s: model %s as of %s", report.type(), report.model(), report.at());
        if (report.warned()) {
            report.warnings()
                    .forEach(w -> line(
                            "  WARNING since %s (%s): %s",
                            w.began(), w.sign().id(), w.words().en()));
        } else {
            String bad = report.signs().stream()
                    .filter(sign -> sign.state() == Sign.State.BAD)
                    .map(sign -> sign.kind().id())
                    .collect(Collectors.joining(", "));
            line(
                    bad.isEmpty()
                            ? "  no warning stands"
                            : "  no warning stands; bad at this look: " + bad
                                    + " (the service's daily looks begin a warning if it stays so)");
        }
        line("");
        report.signs()
                .forEach(sign -> line(
                        "  %-12s %-8s %s",
                        sign.kind().id(), sign.state().id(), sign.words().en()));
        drift();
        live();
        calibration();
        stale();
        line("");
    }

    private void drift() {
        line("");
        if (report.drift() == null) {
            line("  drift: the model was trained before anything was kept to compare with; train anew to have it");
            return;
        }
        line(
                "  drift against %s to %s (index below 0.1 steady, from 0.25 drift)",
                report.drift().from(), report.drift().to());
        for (DriftGroup group : report.drift().groups()) {
            line(
                    "  %-28s %6d appliances  %-10s %s",
                    group.name().en(), group.appliances(), group.level().id(), counted(group));
            group.worst().stream()
                    .filter(m -> m.level() != Level.STEADY)
                    .limit(WORST)
                    .forEach(m -> line("      %5.2f  %s", m.psi(), m.words().en()));
            group.scores().stream()
                    .filter(m -> m.level() != Level.STEADY)
                    .forEach(m -> line("      %5.2f  %s", m.psi(), m.words().en()));
        }
    }

    private static String counted(DriftGroup group) {
        return switch (group.level()) {
            case TOO_FEW -> "too few to say";
            case NEVER_SEEN -> "a model line that the model has never seen";
            default -> group.drifted() + " of " + group.compared() + " metrics, codes and parts drifted";
        };
    }

    private void live() {
        line("");
        line("  live since %s", report.live().since());
        line(
                "  %-5s %-20s %9s %21s %9s %6s %6s %18s %9s",
                "span", "component", "judged", "precision", "promised", "open", "fails", "recall", "lead");
        for (LiveQuality.Span span : report.live().spans()) {
            row(span.name(), "all", span.total());
            span.components().forEach(quality -> row("", quality.component(), quality));
        }
    }

    private void row(String span, String component, LiveQuality.Quality quality) {
        line(
                "  %-5s %-20s %9s %21s %9s %6d %6d %18s %9s",
                span,
                component,
                quality.found() + "/" + quality.judged(),
                share(quality.precision(), quality.precisionInterval()),
                percent(quality.promised()),
                quality.notYetKnown(),
                quality.failures(),
                share(quality.recall(), quality.recallInterval()),
                quality.medianLeadHours() == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f h", quality.medianLeadHours()));
        LiveQuality.Unticketed without = quality.unticketed();
        if (without.failed() + without.lasted() + without.notYetKnown() > 0) {
            line(
                    "  %-5s %-20s without a ticket: %d failed, %d lasted, %d not yet known",
                    "", "", without.failed(), without.lasted(), without.notYetKnown());
        }
    }

    private void calibration() {
        line("");
        InService calibration = report.calibration();
        line("  calibration since %s: failures expected, and come (95 %% by chance)", calibration.from());
        outcome("all", calibration.total());
        calibration.components().forEach(o -> outcome(o.component(), o));
        for (InService.Bin bin : calibration.bins()) {
            if (bin.scores() > 0) {
                line(
                        "      said %.3f, came %.3f (%.3f to %.3f), %d scores",
                        bin.said(),
                        bin.came(),
                        bin.interval().low(),
                        bin.interval().high(),
                        bin.scores());
            }
        }
    }

    private void outcome(String component, InService.Outcome outcome) {
        line(
                "  %-26s %8.1f expected %8.1f came (%.1f to %.1f), %d scores, %d not yet known",
                component,
                outcome.expected(),
                outcome.observed(),
                outcome.interval().low(),
                outcome.interval().high(),
                outcome.scores(),
                outcome.notYetKnown());
    }

    private void stale() {
        line("");
        Stale stale = report.stale();
        reporting("all", stale.all());
        stale.lines().stream().filter(l -> l.stale() > 0).limit(WORST).forEach(l -> reporting(l.line(), l));
        line("  the model learnt up to %s, %.0f days ago", stale.trainedUntil(), stale.ageDays());
    }

    private void reporting(String name, Stale.Reporting reporting) {
        line(
                "  %-26s %d of %d stale (%.1f %%), %d silent for 90 days, %d never heard of",
                name,
                reporting.stale(),
                reporting.appliances(),
                100 * reporting.share(),
                reporting.silent(),
                reporting.never());
    }

    private static String share(Double value, Interval interval) {
        return value == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.0f %% (%.0f to %.0f)",
                        100 * value,
                        100 * interval.low(),
                        100 * interval.high());
    }

    private static String percent(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * value);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
