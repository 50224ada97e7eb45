package io.hearthwatch.app.stock;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsReads;
import io.hearthwatch.servicedesk.parts.Reservation;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parts reservation}: units held for a ticket or somebody else. */
@Command(
        name = "reservation",
        description = {
            "Hold units for a ticket or somebody else; pick, fit, give or bring them back.",
            "",
            "Example: hearthwatch parts reservation hold sh-central DP-2201 1 --ticket HW-000123"
        },
        subcommands = {
            ReservationCommand.ListAll.class,
            ReservationCommand.Hold.class,
            ReservationCommand.Pick.class,
            ReservationCommand.Consume.class,
            ReservationCommand.Release.class,
            ReservationCommand.BringBack.class
        })
public final class ReservationCommand extends CommandGroup {
    private static final String[] STATES = {"held", "in_transit", "picked", "consumed", "released"};

    /** The id of a ticket, or null where none is named. */
    static Long ticket(ServiceDesk desk, String number) {
        return number == null
                ? null
                : desk.ticketId(number)
                        .orElseThrow(() -> new CommandFailure(
                                "there is no ticket '" + number + "'", "look at: hearthwatch ticket list"));
    }

    /** {@code parts reservation list}. */
    @Command(name = "list", description = "List reservations, the newest first.")
    static final class ListAll extends StockFilter {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only those that are held, in_transit, picked, consumed or released")
        private String state;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "only this ticket's")
        private String ticket;

        @Override
        String state() {
            return state;
        }

        @Override
        String[] states() {
            return STATES;
        }

        @Override
        Long ticket(ServiceDesk desk) {
            return ReservationCommand.ticket(desk, ticket);
        }

        @Override
        List<?> rows(PartsReads reads, PartsReads.Filter filter) {
            return reads.reservations(filter);
        }

        @Override
        Table table() {
            return Table.of("RESERVATION", "STATE", "PART", "UNITS", "WAREHOUSE", "FOR", "HELD", "EXPIRES");
        }

        @Override
        void add(Table table, Object row) {
            Reservation each = (Reservation) row;
            table.row(
                    each.id(),
                    each.state(),
                    each.part(),
                    each.quantity(),
                    each.warehouse(),
                    each.ticket() == null ? each.holder() : "ticket " + each.ticket(),
                    each.heldAt(),
                    each.expiresAt());
        }
    }

    /** {@code parts reservation hold}. */
    @Command(name = "hold", description = "Hold units; what is missing there is searched in the warehouses above.")
    static final class Hold extends StockWork.OfShelf {
        @Option(names = "--ticket", paramLabel = "TICKET", description = "for this ticket, such as HW-000123")
        private String ticket;

        @Option(names = "--holder", paramLabel = "NAME", description = "or for somebody else, by name")
        private String holder;

        @Option(names = "--no-search", negatable = false, description = "from this warehouse only")
        private boolean here;

        @Option(
                names = "--expires-at",
                paramLabel = "TIME",
                description = "given back then unless it was picked, such as 2026-12-01T08:00:00Z")
        private Instant expiresAt;

        private Long id;

        @Override
        protected void check() {
            if ((ticket == null) == (holder == null)) {
                throw CommandFailure.usage("it is held for a ticket or somebody else", "give --ticket or --holder");
            }
        }

        @Override
        Answer ask(ServiceDesk desk, Client client) {
            id = ReservationCommand.ticket(desk, ticket);
            return super.ask(desk, client);
        }

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.reserve(client, id, holder, warehouse, part, quantity, !here, expiresAt);
        }
    }

    /** {@code parts reservation pick}. */
    @Command(name = "pick", description = "A technician takes what is reserved.")
    static final class Pick extends StockWork.Numbered {
        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.pick(client, number);
        }
    }

    /** {@code parts reservation consume}. */
    @Command(name = "consume", description = "What is reserved was fitted.")
    static final class Consume extends StockWork.Numbered {
        @Option(names = "--new-serial", paramLabel = "SERIAL", description = "of the unit that was fitted")
        private String newSerial;

        @Option(names = "--old-serial", paramLabel = "SERIAL", description = "of the faulty unit")
        private String oldSerial;

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.consume(client, number, newSerial, oldSerial);
        }
    }

    /** {@code parts reservation release}. */
    @Command(name = "release", description = "What is reserved is not needed.")
    static final class Release extends StockWork.Numbered {
        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.release(client, number);
        }
    }

    /** {@code parts reservation return}. */
    @Command(name = "return", description = "What was picked comes back.")
    static final class BringBack extends StockWork.Numbered {
        @Option(names = "--quarantined", description = "it has to be inspected first; then say why with --reason")
        private boolean quarantined;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why")
        private String reason;

        @Override
        protected void check() {
            if (quarantined && (reason == null || reason.isBlank())) {
                throw CommandFailure.usage("nothing goes into quarantine without a reason", "say why with --reason");
            }
        }

        @Override
        Answer ask(Parts parts, Client client, long number) {
            return parts.bringBack(client, number, quarantined, reason);
        }
    }

    /** {@code parts old-part-returned}. */
    @Command(name = "old-part-returned", description = "The old part of a reservation came back and was looked at.")
    public static final class OldPart extends StockWork {
        @Parameters(
                index = "0",
                paramLabel = "RESERVATION",
                description = "its number, as: hearthwatch parts old-parts")
        private long reservation;

        @Option(names = "--finding", required = true, paramLabel = "TEXT", description = "what was seen")
        private String finding;

        @Override
        Answer ask(Parts parts, Client client) {
            return parts.oldPartReturned(client, reservation, finding);
        }
    }
}
