package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ConnectionRow;
import io.hearthwatch.ingest.Reject;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.LifeEstimate;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code appliance show ID}. */
@Command(
        name = "show",
        description = "Show an appliance: who it is, when it was last seen, what it last sent that was refused.")
final class ShowAppliance implements Runnable {
    /** What had to be done about it, in words. */
    private static final Map<String, String> TROUBLE = Map.of(
            "last_slowed", "sent more than its allowance",
            "last_cut", "kept flooding",
            "last_refused", "wrong secret");

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "ID", description = "the maker's id")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            Appliance appliance = ApplianceCommand.find(workspace, id);
            StoredTelemetry stored = workspace.ingest().stored();
            Optional<Instant> lastReading = stored.lastReading(appliance.no(), appliance.type());
            Optional<ConnectionRow> connection = stored.connection(appliance.no());
            Optional<Reject> reject = stored.lastReject(appliance.no());
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("appliance", appliance.id());
            report.put("type", appliance.type());
            report.put("model", appliance.model());
            report.put("lot", appliance.lot());
            report.put("produced_on", text(appliance.producedOn()));
            report.put("purchased_on", text(appliance.purchasedOn()));
            report.put("firmware", connection.map(ConnectionRow::firmware).orElse(appliance.firmware()));
            report.put("last_reading", text(lastReading.orElse(null)));
            report.put(
                    "connected", text(connection.map(ConnectionRow::connectedAt).orElse(null)));
            report.put(
                    "disconnected",
                    text(connection.map(ConnectionRow::disconnectedAt).orElse(null)));
            report.put("last_seen", text(lastSeen(lastReading, connection)));
            report.put("last_reject", reject.map(ShowAppliance::reject).orElse(null));
            trouble(report, "slowed", connection.map(ConnectionRow::slowed));
            trouble(report, "cut", connection.map(ConnectionRow::cut));
            trouble(report, "refused", connection.map(ConnectionRow::refused));
            List<LifeEstimate> lives = workspace.remainingLife().estimates(appliance.no());
            PrintWriter out = spec.commandLine().getOut();
            report.forEach((key, value) -> {
                if (value instanceof Map<?, ?> map) {
                    out.printf(
                            "%-14s %s: %s (%s, %s)%n",
                            "last reject",
                            map.get("reason"),
                            map.get("detail"),
                            map.get("kind"),
                            map.get("received_at"));
                } else if (TROUBLE.containsKey(key)) {
                    out.printf(
                            "%-14s %s%n",
                            key.replace('_', ' '),
                            value == null
                                    ? "never"
                                    : TROUBLE.get(key) + " at " + value + " (" + times(report, key) + ")");
                } else if (!key.endsWith("_times")) {
                    out.printf("%-14s %s%n", key.replace('_', ' '), value == null ? never(key) : value);
                }
            });
            ApplianceOutlook outlook = new ApplianceOutlook(workspace.outlooks(), appliance);
            outlook.print(out);
            outlook.addTo(report);
            lives.forEach(life -> out.println(LifeText.of(life)));
            out.flush();
            report.put("remaining_life", lives.stream().map(LifeText::json).toList());
            json.write(report);
        }
    }

    private static void trouble(Map<String, Object> report, String name, Optional<ConnectionRow.Trouble> found) {
        ConnectionRow.Trouble trouble = found.orElse(ConnectionRow.Trouble.NEVER);
        report.put("last_" + name, text(trouble.lastAt()));
        report.put(name + "_times", trouble.times());
    }

    private static String times(Map<String, Object> report, String key) {
        Object times = report.get(key.substring("last_".length()) + "_times");
        return Long.valueOf(1).equals(times) ? "once" : times + " times";
    }

    private static String never(String key) {
        return switch (key) {
            case "last_reading", "connected", "disconnected", "last_seen" -> "never";
            case "last_reject" -> "none";
            default -> "-";
        };
    }

    private static Map<String, Object> reject(Reject reject) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("received_at", text(reject.receivedAt()));
        map.put("kind", reject.kind().name().toLowerCase(java.util.Locale.ROOT));
        map.put("reason", reject.reason());
        map.put("detail", reject.detail());
        return map;
    }

    private static Instant lastSeen(Optional<Instant> reading, Optional<ConnectionRow> connection) {
        return java.util.stream.Stream.of(
                        reading.orElse(null),
                        connection.map(ConnectionRow::connectedAt).orElse(null),
                        connection.map(ConnectionRow::disconnectedAt).orElse(null),
                        connection.map(ConnectionRow::statusAt).orElse(null))
                .filter(java.util.Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
