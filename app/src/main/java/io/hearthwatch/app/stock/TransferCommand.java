package io.hearthwatch.app.stock;

import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsReads;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parts transfer}: goods brought from one warehouse to another. */
@Command(
        name = "transfer",
        description = {
            "Bring goods from one warehouse to another: ordered, shipped, received, or cancelled.",
            "",
            "Example: hearthwatch parts transfer order east-regional sh-central DP-2201 5"
        },
        subcommands = {
            TransferCommand.ListAll.class,
            TransferCommand.Order.class,
            TransferCommand.Ship.class,
            TransferCommand.Receive.class,
            TransferCommand.Cancel.class
        })
public final class TransferCommand extends CommandGroup {
    /** {@code parts transfer list}. */
    @Command(name = "list", description = "List transfers, the newest first.")
    static final class ListAll extends StockFilter.Keyed {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only those that are ordered, shipped, received or cancelled")
        private String state;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "only those that bring what this ticket has")
        private String ticket;

        ListAll() {
            super(
                    "TRANSFER:id",
                    "STATE:state",
                    "PART:part",
                    "UNITS:quantity",
                    "FROM:source",
                    "TO:target",
                    "RESERVATION:reservation",
                    "EXPECTED:expected_at",
                    "ENDED:ended_at",
                    "LOST:lost");
        }

        @Override
        Long ticket(ServiceDesk desk) {
            return ReservationCommand.ticket(desk, ticket);
        }

        @Override
        String state() {
            return state;
        }

        @Override
        String[] states() {
            return new String[] {"ordered", "shipped", "received", "cancelled"};
        }

        @Override
        List<?> rows(PartsReads reads, PartsReads.Filter filter) {
            return reads.transfers(filter);
        }
    }

    /** {@code parts transfer order}. */
    @Command(name = "order", description = "Order goods brought from one warehouse to another.")
    static final class Order extends StockWork {
        @Parameters(index = "0", paramLabel = "FROM", description = "the warehouse that has them")
        private String from;

        @Parameters(index = "1", paramLabel = "TO", description = "the warehouse that wants them")
        private String to;

        @Parameters(index = "2", paramLabel = "PART", description = "the part's number")
        private String part;

        @Parameters(index = "3", paramLabel = "QUANTITY", description = "how many units")
        private int quantity;

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.orderTransfer(client, from, to, part, quantity);
        }
    }

    /** {@code parts transfer ship}. */
    @Command(name = "ship", description = "The goods leave.")
    static final class Ship extends StockWork.Numbered {
        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.ship(client, number);
        }
    }

    /** {@code parts transfer receive}. */
    @Command(name = "receive", description = "The goods arrive; what did not is written off.")
    static final class Receive extends StockWork.Numbered {
        @Option(names = "--arrived", paramLabel = "N", description = "units that came (default: all)")
        private Integer arrived;

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.arrive(client, number, arrived);
        }
    }

    /** {@code parts transfer cancel}. */
    @Command(name = "cancel", description = "The goods need not be brought.")
    static final class Cancel extends StockWork.Numbered {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.cancelTransfer(client, number, reason);
        }
    }
}
