package io.hearthwatch.benchmarks.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Says what came of a run: a table for people, JSON for programs. */
final class RunReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunReport() {}

    static void print(RunResult result, PrintWriter out) {
        out.println();
        out.printf("%-18s %8s %14s %14s%n", "fault", "times", "back after p50", "longest");
        for (Map.Entry<String, Long> kind : result.injectedByKind().entrySet()) {
            double[] back = result.recoveries(kind.getKey());
            out.printf(
                    "%-18s %8d %14s %14s%n",
                    kind.getKey(), kind.getValue(), seconds(RunResult.median(back)), seconds(RunResult.max(back)));
        }
        Findings found = result.findings();
        out.println();
        line(out, "messages sent", found.sent());
        line(out, "  of these sent again, times", result.sentAgain());
        line(out, "  acknowledged", found.acknowledged());
        line(out, "  refused, and said so", found.refused());
        line(out, "  without an answer", found.unacknowledged());
        line(out, "readings and faults acknowledged", found.items());
        line(out, "  kept as rejected, with the reason", found.keptItems());
        line(out, "rows stored", found.storedItems());
        line(out, "lost", found.lost());
        line(out, "doubled", found.doubled());
        line(out, "changed", found.changed());
        line(out, "never sent, yet stored", found.invented());
        line(out, "neither answered nor reported", found.unreported());
        line(out, "looks at the counters", result.looks());
        line(out, "  that did not add up", result.looksThatDidNotAddUp());
        line(out, "hours whose statistics are wrong", result.hoursWrong());
        line(out, "most waiting in the server, KiB", result.mostQueuedBytes() / 1024);
        line(out, "server's memory at most, MiB", result.mostResidentBytes() >> 20);
        found.examples().forEach(example -> out.println("! " + example));
        if (!result.drained()) {
            out.println("! the appliances were not all served again after the last fault");
        }
        out.println();
        out.printf(
                "%s: %d faults, seed %d%n",
                result.good() ? "every promise held" : "A PROMISE WAS BROKEN",
                result.injected().size(),
                result.settings().seed());
        out.flush();
    }

    private static void line(PrintWriter out, String name, long value) {
        out.printf(Locale.ROOT, "%-36s %,12d%n", name, value);
    }

    private static String seconds(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f s", value);
    }

    /** The figures under the names that programs read. */
    static ObjectNode json(RunResult result) {
        Findings found = result.findings();
        ObjectNode json = JSON.createObjectNode();
        json.put("seed", result.settings().seed());
        json.put("duration_seconds", result.settings().duration().toMillis() / 1e3);
        json.put("good", result.good());
        json.put("faults_injected", result.injected().size());
        ObjectNode kinds = json.putObject("faults_by_kind");
        result.injectedByKind().forEach(kinds::put);
        json.put("faults_skipped", result.skipped());
        json.put("sent", found.sent());
        json.put("sent_again", result.sentAgain());
        json.put("acknowledged", found.acknowledged());
        json.put("refused", found.refused());
        json.put("unacknowledged", found.unacknowledged());
        json.put("unreported", found.unreported());
        json.put("lost", found.lost());
        json.put("doubled", found.doubled());
        json.put("changed", found.changed());
        json.put("invented", found.invented());
        json.put("items_acknowledged", found.items());
        json.put("items_kept_as_rejected", found.keptItems());
        json.put("rows_stored", found.storedItems());
        double[] back = result.recoveries(null);
        number(json, "recovery_seconds_p50", RunResult.median(back));
        number(json, "recovery_seconds_max", RunResult.max(back));
        ObjectNode byKind = json.putObject("recovery_seconds_max_by_kind");
        for (String kind : result.injectedByKind().keySet()) {
            number(byKind, kind, RunResult.max(result.recoveries(kind)));
        }
        json.put("drained", result.drained());
        json.put("drain_seconds", result.drainSeconds());
        json.put("identity_looks", result.looks());
        json.put("identity_broken", result.looksThatDidNotAddUp());
        json.put("hours_wrong", result.hoursWrong());
        json.put("queued_bytes_max", result.mostQueuedBytes());
        json.put("server_rss_bytes_max", result.mostResidentBytes());
        return json;
    }

    private static void number(ObjectNode json, String key, double value) {
        if (!Double.isNaN(value)) {
            json.put(key, Math.round(value * 1e3) / 1e3);
        }
    }
}
