package io.hearthwatch.app.model;

import io.hearthwatch.predictor.watch.LifeReport;
import java.io.PrintWriter;
import java.util.Locale;

/** A look at a remaining-life model in service, as a person reads it in a terminal. */
final class LifeWatchTable {
    private LifeWatchTable() {}

    static void print(LifeReport report, PrintWriter out) {
        out.println(report.type() + ": model " + report.model() + " of remaining life as of " + report.at()
                + (report.warned() ? " may hold no longer" : ""));
        report.signs()
                .forEach(sign -> out.println(String.format(
                        Locale.ROOT,
                        "  %-12s %-8s %s",
                        sign.kind().id(),
                        sign.state().id(),
                        sign.words().en())));
        out.println("  estimates since " + report.from()
                + " were held against the truth where it is known; there is no drift of features for such models, and no"
                + " tickets to judge");
        out.println(String.format(
                Locale.ROOT,
                "  the model learnt up to %s, %.0f days ago",
                report.stale().trainedUntil(),
                report.stale().ageDays()));
        out.println();
    }
}
