package io.hearthwatch.app.stock;

import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Goods in and out, and aside. */
public final class StockGoods {
    private StockGoods() {}

    /** {@code parts receive}. */
    @Command(
            name = "receive",
            description = {
                "Units come in from outside. What was ordered comes in by: hearthwatch parts order receive",
                "",
                "Example: hearthwatch parts receive sh-central DP-2201 10 --reason \"delivery 4711\""
            })
    public static final class Receive extends StockWork.OfShelf {
        @Option(names = "--quarantined", description = "they wait for their inspection first")
        private boolean quarantined;

        @Option(
                names = "--serials",
                paramLabel = "SERIAL",
                split = ",",
                description = "one for each unit of a part that has serial numbers")
        private List<String> serials = List.of();

        @Option(names = "--reason", paramLabel = "TEXT", description = "such as the delivery's number")
        private String reason;

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.receive(client, warehouse, part, quantity, quarantined, serials, reason);
        }
    }

    /** {@code parts sell}. */
    @Command(name = "sell", description = "Units are sold over the counter.")
    public static final class Sell extends StockWork.OfShelf {
        @Option(names = "--customer", paramLabel = "TEXT", description = "to whom, such as the receipt's number")
        private String customer;

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.sell(client, warehouse, part, quantity, customer);
        }
    }

    /** A move that needs its reason. */
    abstract static class Reasoned extends StockWork.OfShelf {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the ledger")
        String reason;
    }

    /** {@code parts quarantine}. */
    @Command(name = "quarantine", description = "Available units are taken aside.")
    public static final class Quarantine extends Reasoned {
        @Override
        Answer ask(Parts parts, Client client) {
            return parts.quarantine(client, warehouse, part, quantity, reason);
        }
    }

    /** {@code parts clear}. */
    @Command(name = "clear", description = "Quarantined units are good.")
    public static final class Clear extends Reasoned {
        @Override
        Answer ask(Parts parts, Client client) {
            return parts.clear(client, warehouse, part, quantity, reason);
        }
    }

    /** {@code parts write-off}. */
    @Command(name = "write-off", description = "Quarantined units leave the books.")
    public static final class WriteOff extends Reasoned {
        @Override
        Answer ask(Parts parts, Client client) {
            return parts.writeOff(client, warehouse, part, quantity, reason);
        }
    }
}
