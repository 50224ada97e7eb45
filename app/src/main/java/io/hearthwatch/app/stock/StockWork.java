package io.hearthwatch.app.stock;

import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One request about stock, done once by its key; says how the shelf stands now. */
abstract class StockWork extends DeskCommand {
    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "the request's own key: said again with it, nothing is done twice (default: a new one)")
    private String key = UUID.randomUUID().toString();

    @Mixin
    private Doer doer;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        Answer answer = ask(desk, new Client(key, doer.name()));
        out.println(answer.body().entrySet().stream()
                .filter(each -> each.getValue() != null)
                .map(StockWork::words)
                .collect(Collectors.joining(", ")));
        if (answer.repeated()) {
            out.println("it was done before, under the same key; nothing was done this time");
        }
        Map<String, Object> told = new LinkedHashMap<>(answer.body());
        told.put("repeated", answer.repeated());
        return told;
    }

    private static String words(Map.Entry<?, ?> entry) {
        if (entry.getValue() instanceof Map<?, ?> inner) {
            return inner.entrySet().stream()
                    .filter(each -> each.getValue() != null)
                    .map(StockWork::words)
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
        return entry.getKey().toString().replace('_', ' ') + " " + Table.shown(entry.getValue());
    }

    /** Asks for it. */
    Answer ask(ServiceDesk desk, Client client) {
        return ask(desk.spareParts(), client);
    }

    abstract Answer ask(Parts parts, Client client);

    /** A request about something that has a number. */
    abstract static class Numbered extends StockWork {
        @Parameters(index = "0", paramLabel = "ID", description = "its number, as the list shows it")
        private long id;

        @Override
        final Answer ask(Parts parts, Client client) {
            return ask(parts, client, id);
        }

        abstract Answer ask(Parts parts, Client client, long number);
    }

    /** A request about units of a part in a warehouse. */
    abstract static class OfShelf extends StockWork {
        @Parameters(index = "0", paramLabel = "WAREHOUSE", description = "as: hearthwatch parts warehouses")
        String warehouse;

        @Parameters(index = "1", paramLabel = "PART", description = "the part's number")
        String part;

        @Parameters(index = "2", paramLabel = "QUANTITY", description = "how many units")
        int quantity;
    }
}
