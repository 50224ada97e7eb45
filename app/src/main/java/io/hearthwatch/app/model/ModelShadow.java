package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model shadow}. */
@Command(name = "shadow", description = "How challengers fare beside their champions, since they went into shadow.")
final class ModelShadow implements Runnable {
    private static final int SHOWN = 10;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this type")
    private String type;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            if (type != null && workspace.catalog().find(type).isEmpty()) {
                throw new CommandFailure(
                        "there is no appliance type '" + type + "' in the catalog",
                        "choose one of "
                                + String.join(", ", workspace.catalog().types().keySet())
                                + ", or add one with --catalog");
            }
            ShadowComparison comparison = new ShadowComparison(workspace);
            List<ObjectNode> all = (type == null
                            ? workspace.catalog().types().keySet().stream().toList()
                            : List.of(type))
                    .stream().map(comparison::of).flatMap(Optional::stream).toList();
            PrintWriter out = spec.commandLine().getOut();
            all.forEach(one -> print(one, out));
            if (all.isEmpty()) {
                out.println("no challenger yet; make one with: hearthwatch model promote ID --as challenger");
            }
            out.flush();
            json.write(all);
        }
    }

    private static void print(JsonNode one, PrintWriter out) {
        out.println(one.get("type").asText() + ": " + one.get("challenger").asText() + " in shadow "
                + (one.get("under_way").asBoolean()
                        ? "beside " + one.get("champion").asText()
                        : "(ended)") + ", "
                + (one.get("from").isNull()
                        ? "nothing scored yet"
                        : one.get("from").asText() + " to " + one.get("to").asText()));
        out.printf("%-32s %12s %12s%n", "", "champion", "challenger");
        row(out, "scored", one.at("/scored/champion"), one.at("/scored/challenger"));
        row(out, "decisions", one.at("/decisions/champion"), one.at("/decisions/challenger"));
        for (String name : List.of("tickets", "needless", "preempted", "missed", "foreseen", "median_hours_before")) {
            row(
                    out,
                    name.equals("foreseen")
                            ? "foreseen of " + one.get("failures").asText() + " failures"
                            : name.replace('_', ' '),
                    one.at("/of_champion/" + name),
                    one.at("/of_challenger/" + name));
        }
        out.println("both decided alike " + one.at("/decisions/both").asText() + " times"
                + (one.get("agreement").isNull()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %.0f %% of what either decided",
                                100 * one.get("agreement").asDouble())));
        if (one.get("challenger_failed_at").asLong() > 0) {
            out.println("the challenger failed at "
                    + one.get("challenger_failed_at").asText() + " pieces of work, lastly: "
                    + one.get("challenger_failure").asText());
        }
        int shown = 0;
        for (JsonNode failure : one.get("newest_failures")) {
            if (shown++ < SHOWN) {
                out.println("  " + failure.get("at").asText() + "  "
                        + failure.get("appliance").asText() + " "
                        + failure.get("component").asText() + ": champion "
                        + before(failure.get("champion_hours_before")) + ", challenger "
                        + before(failure.get("challenger_hours_before")));
            }
        }
    }

    private static void row(PrintWriter out, String name, JsonNode champion, JsonNode challenger) {
        out.printf("%-32s %12s %12s%n", name, number(champion), number(challenger));
    }

    private static String number(JsonNode value) {
        if (value.isNull()) {
            return "-";
        }
        return value.isIntegralNumber() ? value.asText() : String.format(Locale.ROOT, "%.1f", value.asDouble());
    }

    private static String before(JsonNode hours) {
        return hours.isNull() ? "not foreseen" : String.format(Locale.ROOT, "%.1f h before", hours.asDouble());
    }
}
