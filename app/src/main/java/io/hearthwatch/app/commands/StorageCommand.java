package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.KeepOptions;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.database.Droppable;
import io.hearthwatch.database.StoredTable;
import io.hearthwatch.ingest.Housekeeping;
import io.hearthwatch.ingest.KeepSettings;
import io.hearthwatch.ingest.KeptTable;
import io.hearthwatch.ingest.TypeStorage;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code storage}: what is stored, and what becomes of it. */
@Command(
        name = "storage",
        description = {
            "Show how much of each type is stored: size, chunks, compression, and what retention drops and when.",
            "Changes nothing. With --retention it shows what a server with that retention would drop."
        })
final class StorageCommand implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private KeepOptions keep;

    @Mixin
    private JsonOutput json;

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = "the instant from which ages are counted (default: now, by the service's clock)")
    private Instant now;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        KeepSettings settings = keep.settings();
        try (Workspace workspace = Workspace.use(store)) {
            KeepOptions.checkTypes(settings, workspace.catalog());
            Instant at = now == null ? workspace.clock().instant() : now;
            Housekeeping housekeeping = workspace.ingest().housekeeping(settings);
            String server = workspace.database().storage().describe();
            List<TypeStorage> types = housekeeping.types(at);
            List<KeptTable> others = new ArrayList<>(housekeeping.others());
            others.add(
                    new KeptTable("prediction.decision", workspace.predictor().decisionBytes(), keep.decisions()));
            print(server, types, others);
            json.write(report(server, at, types, others));
        }
    }

    private void print(String server, List<TypeStorage> types, List<KeptTable> others) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(server);
        out.println();
        out.printf(
                Locale.ROOT,
                "%-20s %15s %10s %8s %16s %6s  %-20s  %-20s %10s%n",
                "type",
                "readings",
                "on disk",
                "bytes ea",
                "chunks (compr.)",
                "ratio",
                "oldest",
                "newest",
                "hourly");
        for (TypeStorage type : types) {
            StoredTable table = type.readings();
            out.printf(
                    Locale.ROOT,
                    "%-20s %15s %10s %8s %16s %6s  %-20s  %-20s %10s%n",
                    type.type(),
                    (table.rowsExact() ? "" : "~") + String.format(Locale.ROOT, "%,d", table.rows()),
                    size(table.bytes()),
                    table.rows() == 0 ? "-" : String.valueOf(table.bytes() / table.rows()),
                    !table.spread() ? "plain table" : table.chunks() + " (" + table.compressedChunks() + ")",
                    table.compressionRatio().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "%.1f",
                                    table.compressionRatio().getAsDouble())
                            : "-",
                    time(table.oldest()),
                    time(table.newest()),
                    size(type.hourlyBytes()));
        }
        out.println();
        types.forEach(type -> out.println(type.type() + ": " + fate(type)));
        others.forEach(other -> out.println(other.what() + ": " + size(other.bytes()) + ", kept "
                + (other.keep() == null ? "for ever" : other.keep().toDays() + " days")));
    }

    private static String fate(TypeStorage type) {
        String compression = type.compressBefore() == null
                ? ""
                : "compressed when wholly before " + time(type.compressBefore()) + "; ";
        if (type.retention() == null) {
            return compression + "kept for ever (no --retention)";
        }
        Droppable drops = type.drops();
        String kept = compression + "kept " + type.retention().toDays() + " days; ";
        if (drops.rows() > 0 || drops.chunks() > 0) {
            return kept + "the next round drops what is before " + time(type.dropBefore()) + ": "
                    + (drops.chunks() == 0
                            ? String.format(Locale.ROOT, "%,d readings", drops.rows())
                            : String.format(
                                    Locale.ROOT,
                                    "%d chunks, ~%,d readings, %s",
                                    drops.chunks(),
                                    drops.rows(),
                                    size(drops.bytes())));
        }
        return kept + (type.nextDrop() == null ? "nothing stored" : "nothing goes before " + time(type.nextDrop()));
    }

    private static Map<String, Object> report(
            String server, Instant at, List<TypeStorage> types, List<KeptTable> others) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("server", server);
        report.put("now", at.toString());
        List<Map<String, Object>> all = new ArrayList<>();
        types.forEach(type -> all.add(type(type)));
        report.put("types", all);
        List<Map<String, Object>> rest = new ArrayList<>();
        for (KeptTable other : others) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("what", other.what());
            one.put("bytes", other.bytes());
            one.put("kept", text(other.keep()));
            rest.add(one);
        }
        report.put("others", rest);
        return report;
    }

    private static Map<String, Object> type(TypeStorage type) {
        StoredTable table = type.readings();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("type", type.type());
        one.put("bytes", table.bytes());
        one.put("rows", table.rows());
        one.put("rows_exact", table.rowsExact());
        one.put("hypertable", table.spread());
        one.put("chunks", table.chunks());
        one.put("compressed_chunks", table.compressedChunks());
        one.put("bytes_before_compression", table.bytesBefore());
        one.put("bytes_after_compression", table.bytesAfter());
        one.put(
                "compression_ratio",
                table.compressionRatio().isPresent() ? table.compressionRatio().getAsDouble() : null);
        one.put("oldest", text(table.oldest()));
        one.put("newest", text(table.newest()));
        one.put("hourly_bytes", type.hourlyBytes());
        one.put("compress_before", text(type.compressBefore()));
        one.put("retention", text(type.retention()));
        one.put("drop_before", text(type.dropBefore()));
        Droppable drops = type.drops();
        one.put("drops_rows", drops == null ? 0 : drops.rows());
        one.put("drops_chunks", drops == null ? 0 : drops.chunks());
        one.put("drops_bytes", drops == null ? 0 : drops.bytes());
        one.put("next_drop", text(type.nextDrop()));
        return one;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static String time(Instant time) {
        return time == null
                ? "-"
                : time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    private static String size(long bytes) {
        if (bytes < 10 << 10) {
            return bytes + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB", "PB"};
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
