package io.hearthwatch.app.stock;

import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parts order}: goods from suppliers. */
@Command(
        name = "order",
        description = {
            "Order from suppliers: proposed, approved within the limit of a role, received. They are listed by:"
                    + " hearthwatch parts orders",
            "",
            "Example: hearthwatch parts order approve 12 --role headquarters"
        },
        subcommands = {
            OrderCommand.Propose.class,
            OrderCommand.Forecast.class,
            OrderCommand.Approve.class,
            OrderCommand.Reject.class,
            OrderCommand.Receive.class
        })
public final class OrderCommand extends CommandGroup {
    /** {@code parts order propose}. */
    @Command(
            name = "propose",
            description = "Propose an order; approved at once within the limit of the role automatic.")
    static final class Propose extends StockWork.OfShelf {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.proposeOrder(client, warehouse, part, quantity, reason);
        }
    }

    /** {@code parts order forecast}. */
    @Command(name = "forecast", description = "Order what the forecast says.")
    static final class Forecast extends StockWork {
        @Option(names = "--warehouse", paramLabel = "ID", description = "for this warehouse only")
        private String warehouse;

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.forecasts().order(client, warehouse);
        }
    }

    /** {@code parts order approve}. */
    @Command(name = "approve", description = "Approve an order within the limit of a role.")
    static final class Approve extends StockWork.Numbered {
        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "in which role, such as headquarters")
        private String role;

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.approveOrder(client, number, role);
        }
    }

    /** {@code parts order reject}. */
    @Command(name = "reject", description = "Reject an order that waits for its approval.")
    static final class Reject extends StockWork.Numbered {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.rejectOrder(client, number, reason);
        }
    }

    /** {@code parts order receive}. */
    @Command(
            name = "receive",
            description = "An order arrives; bad units go into quarantine, good ones first to the tickets that wait.")
    static final class Receive extends StockWork.Numbered {
        @Option(names = "--arrived", required = true, paramLabel = "N", description = "units that came")
        private int arrived;

        @Option(names = "--bad", paramLabel = "N", description = "those among them that are bad (default: 0)")
        private int bad;

        @Option(
                names = "--serials",
                paramLabel = "SERIAL",
                split = ",",
                description = "one for each unit of a part that has serial numbers")
        private List<String> serials = List.of();

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.receiveOrder(client, number, arrived, bad, serials);
        }
    }

    /** {@code parts hold-kit}. */
    @Command(
            name = "hold-kit",
            description = "Hold what the kit of a ticket's visit says; look first: parts kit TICKET.")
    public static final class HoldKit extends StockWork {
        @picocli.CommandLine.Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Option(names = "--van", paramLabel = "ID", description = "the warehouse that the technician drives")
        private String van;

        @Override
        Answer ask(ServiceDesk desk, Client client) {
            ReservationCommand.ticket(desk, ticket);
            return super.ask(desk, client);
        }

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.kits().hold(client, ticket, van);
        }
    }
}
