package io.hearthwatch.app.stock;

import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.StockScope;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsReads;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is about stock beside the shelves themselves. */
public final class StockLooks {
    private StockLooks() {}

    /** {@code parts ledger}. */
    @Command(name = "ledger", description = "List the moves of stock, the newest first.")
    public static final class Ledger extends StockFilter.Keyed {
        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description =
                        "only receipt, adjustment, sale, transfer_out, transfer_in, reserve, pick, consume, release,"
                                + " return, quarantine, clear or write_off")
        private String kind;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "only of what was reserved for this ticket")
        private String ticket;

        Ledger() {
            super(
                    "MOVE:id",
                    "AT:at",
                    "KIND:kind",
                    "WAREHOUSE:warehouse",
                    "PART:part",
                    "ON HAND:on_hand_delta",
                    "RESERVED:reserved_delta",
                    "QUARANTINED:quarantined_delta",
                    "PICKED:picked_delta",
                    "BY:who",
                    "REASON:reason");
        }

        @Override
        Long ticket(ServiceDesk desk) {
            return ReservationCommand.ticket(desk, ticket);
        }

        @Override
        String word() {
            return "kind";
        }

        @Override
        String state() {
            return kind;
        }

        @Override
        String[] states() {
            return new String[] {
                "receipt",
                "adjustment",
                "sale",
                "transfer_out",
                "transfer_in",
                "reserve",
                "pick",
                "consume",
                "release",
                "return",
                "quarantine",
                "clear",
                "write_off"
            };
        }

        @Override
        List<?> rows(PartsReads reads, PartsReads.Filter filter) {
            return reads.moves(filter);
        }
    }

    /** Rows as they are. */
    abstract static class Plain extends DeskCommand {
        private final String[] columns;

        Plain(String... columns) {
            this.columns = columns;
        }

        @Override
        protected final Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> rows = rows(desk.spareParts());
            String[] heading = new String[columns.length];
            for (int i = 0; i < columns.length; i++) {
                heading[i] = columns[i].replace('_', ' ').toUpperCase(java.util.Locale.ROOT);
            }
            Table table = Table.of(heading);
            for (Map<String, Object> row : rows) {
                Object[] values = new Object[columns.length];
                for (int i = 0; i < columns.length; i++) {
                    values[i] = row.get(columns[i]) instanceof Double number
                            ? String.format(java.util.Locale.ROOT, "%.2f", number)
                            : row.get(columns[i]);
                }
                table.row(values);
            }
            table.print(out, "there is none");
            return rows;
        }

        abstract List<Map<String, Object>> rows(Parts parts);
    }

    /** {@code parts warehouses}. */
    @Command(name = "warehouses", description = "List the tree of warehouses.")
    public static final class Warehouses extends Plain {
        Warehouses() {
            super("id", "name_en", "parent", "kind", "lead_hours", "capacity_litres");
        }

        @Override
        List<Map<String, Object>> rows(Parts parts) {
            return parts.reads().warehouses(StockScope.EVERYTHING);
        }
    }

    /** {@code parts suppliers}. */
    @Command(name = "suppliers", description = "List suppliers, and what their deliveries were like.")
    public static final class Suppliers extends Plain {
        Suppliers() {
            super("id", "name", "deliveries", "lead_days", "lead_deviation", "arrived", "bad", "on_time");
        }

        @Override
        List<Map<String, Object>> rows(Parts parts) {
            return parts.reads().suppliers();
        }
    }

    /** {@code parts prices}. */
    @Command(name = "prices", description = "List what customers pay for parts on a day.")
    public static final class Prices extends Plain {
        @Option(names = "--at", paramLabel = "DAY", description = "such as 2026-12-01 (default: today)")
        private LocalDate day;

        Prices() {
            super("part", "class", "amount", "currency", "valid_from", "valid_to");
        }

        @Override
        List<Map<String, Object>> rows(Parts parts) {
            return parts.reads()
                    .prices(day == null ? parts.now().atZone(ZoneOffset.UTC).toLocalDate() : day);
        }
    }

    /** {@code parts old-parts}. */
    @Command(name = "old-parts", description = "List replaced parts that have to come back, the longest due first.")
    public static final class OldParts extends Plain {
        @Mixin
        private Limit limit;

        OldParts() {
            super("reservation", "ticket", "part", "old_serial", "new_serial", "fitted_at", "state");
        }

        @Override
        List<Map<String, Object>> rows(Parts parts) {
            return parts.reads().oldParts(StockScope.EVERYTHING, limit.of(PartsReads.MOST));
        }
    }

    /** {@code parts serial}. */
    @Command(name = "serial", description = "Say whether a unit is genuine, and what became of it.")
    public static final class Serial extends DeskCommand {
        @Parameters(index = "0", paramLabel = "PART", description = "the part's number")
        private String part;

        @Parameters(index = "1", paramLabel = "SERIAL", description = "the unit's serial number")
        private String serial;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> found = desk.spareParts().reads().serial(StockScope.EVERYTHING, part, serial);
            if (found.isEmpty()) {
                out.println("no unit of that number ever came in: it is not known to be genuine");
            } else {
                Map<String, Object> unit = found.get(0);
                out.println("genuine, " + unit.get("state") + "; came in " + Table.shown(unit.get("received_at"))
                        + ", fitted " + Table.shown(unit.get("fitted_at")) + " for ticket "
                        + Table.shown(unit.get("ticket")));
            }
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("genuine", !found.isEmpty());
            told.put("unit", found.isEmpty() ? null : found.get(0));
            return told;
        }
    }
}
