package io.hearthwatch.app.stock;

import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsReads;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parts stocktake}: counts of shelves. */
@Command(
        name = "stocktake",
        description = {
            "Count shelves; the ledger moves by the difference once somebody else has approved it.",
            "",
            "Example: hearthwatch parts stocktake count sh-central DP-2201 7 --reason \"yearly count\""
        },
        subcommands = {
            StocktakeCommand.ListAll.class,
            StocktakeCommand.Count.class,
            StocktakeCommand.Approve.class,
            StocktakeCommand.Reject.class
        })
public final class StocktakeCommand extends CommandGroup {
    /** {@code parts stocktake list}. */
    @Command(name = "list", description = "List counts of shelves, the newest first.")
    static final class ListAll extends StockFilter.Keyed {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only those that are counted, approved or rejected")
        private String state;

        ListAll() {
            super(
                    "COUNT:id",
                    "STATE:state",
                    "WAREHOUSE:warehouse",
                    "PART:part",
                    "EXPECTED:expected",
                    "COUNTED:counted",
                    "DIFFERENCE:difference",
                    "BY:counted_by",
                    "DECIDED:decided_by",
                    "REASON:reason");
        }

        @Override
        String state() {
            return state;
        }

        @Override
        String[] states() {
            return new String[] {"counted", "approved", "rejected"};
        }

        @Override
        List<?> rows(PartsReads reads, PartsReads.Filter filter) {
            return reads.stocktakes(filter);
        }
    }

    /** {@code parts stocktake count}. */
    @Command(name = "count", description = "Note a count of a shelf.")
    static final class Count extends StockWork {
        @Parameters(index = "0", paramLabel = "WAREHOUSE", description = "as: hearthwatch parts warehouses")
        private String warehouse;

        @Parameters(index = "1", paramLabel = "PART", description = "the part's number")
        private String part;

        @Parameters(index = "2", paramLabel = "COUNTED", description = "how many units lie there")
        private int counted;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why it was counted")
        private String reason;

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.count(client, warehouse, part, counted, reason);
        }
    }

    /** {@code parts stocktake approve}. */
    @Command(name = "approve", description = "The ledger moves by the difference; by somebody else than who counted.")
    static final class Approve extends StockWork.Numbered {
        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.approveCount(client, number);
        }
    }

    /** {@code parts stocktake reject}. */
    @Command(name = "reject", description = "The count was wrong.")
    static final class Reject extends StockWork.Numbered {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.rejectCount(client, number, reason);
        }
    }
}
