package io.hearthwatch.app.register;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.register.HouseholdAppliance;
import io.hearthwatch.servicedesk.register.RecordKind;
import io.hearthwatch.servicedesk.register.RegisterRecord;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** A command about a record of one of the kinds. */
abstract class OfKind extends DeskCommand {
    @Parameters(index = "0", paramLabel = "KIND", description = "region, centre, technician or household")
    private String kind;

    @Override
    protected void check() {
        Choice.required("KIND", kind, "region", "centre", "technician", "household");
    }

    final RecordKind kind() {
        return RecordKind.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    static RegisterRecord record(ServiceDesk desk, RecordKind kind, String id) {
        return desk.register()
                .find(kind, id)
                .orElseThrow(() -> new CommandFailure(
                        "there is no " + kind.label() + " '" + id + "'",
                        switch (kind) {
                            case REGION, CENTRE -> "look at: hearthwatch centre list";
                            case TECHNICIAN -> "look at: hearthwatch technician list";
                            case HOUSEHOLD -> "look at: hearthwatch register find";
                        }));
    }

    /** Prints a record; of a household also what stands in it, and the look is recorded. */
    static Map<String, Object> show(ServiceDesk desk, RegisterRecord record, PrintWriter out) {
        out.println(record.kind().label() + " " + record.id() + ", version " + record.version()
                + (record.active() ? "" : ", not in use"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", record.id());
        json.put("version", record.version());
        json.put("active", record.active());
        Table table = Table.of("FIELD", "VALUE");
        record.values().forEach((name, value) -> {
            table.row(name, value);
            json.put(name, value);
        });
        table.print(out, "nothing is said of it");
        if (record.kind() == RecordKind.HOUSEHOLD) {
            desk.organisation().looks().noteBy(Who.user(), record.id(), "household");
            List<HouseholdAppliance> appliances = desk.register().appliances().of(record.id());
            Table standing =
                    Table.of("APPLIANCE", "TYPE", "MODEL", "LOT", "PRODUCED", "PURCHASED", "CHANNEL", "FIRMWARE");
            appliances.forEach(each -> standing.row(
                    each.id(),
                    each.type(),
                    each.model(),
                    each.lot(),
                    each.producedOn(),
                    each.purchasedOn(),
                    each.channel(),
                    each.firmware()));
            standing.print(out, "no appliance stands in it");
            json.put("appliances", appliances);
        }
        return json;
    }
}
