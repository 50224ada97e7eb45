package io.hearthwatch.app.register;

import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.register.ApplianceWish;
import io.hearthwatch.servicedesk.register.Asker;
import io.hearthwatch.servicedesk.register.HouseholdAppliances;
import io.hearthwatch.servicedesk.register.RegisterRecord;
import java.io.PrintWriter;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What stands in a household. */
abstract class RegisterAppliances extends DeskCommand {
    @Parameters(index = "0", paramLabel = "HOUSEHOLD", description = "its number, such as H-17")
    private String household;

    @Parameters(index = "1", paramLabel = "APPLIANCE", description = "the maker's id: the serial number")
    private String appliance;

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "refuse it if the household is of another version by now")
    private Integer version;

    @Mixin
    private Doer doer;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        RegisterRecord record = work(
                desk.register().appliances(), new Asker(Caller.ANYBODY, doer.name()), household, version, appliance);
        return OfKind.show(desk, record, out);
    }

    abstract RegisterRecord work(
            HouseholdAppliances appliances, Asker asker, String household, Integer version, String appliance);

    /** {@code register connect HOUSEHOLD APPLIANCE}. */
    @Command(
            name = "connect",
            description =
                    "Say that an appliance stands in a household; one that nobody registered is registered, and needs a"
                            + " type.")
    static final class Connect extends RegisterAppliances {
        @Option(names = "--type", paramLabel = "TYPE", description = "its appliance type, such as washing_machine")
        private String type;

        @Option(names = "--model", paramLabel = "MODEL", description = "its model")
        private String model;

        @Option(names = "--lot", paramLabel = "LOT", description = "its production lot")
        private String lot;

        @Option(names = "--produced-on", paramLabel = "DAY", description = "such as 2024-05-01")
        private LocalDate producedOn;

        @Option(names = "--purchased-on", paramLabel = "DAY", description = "such as 2024-06-30")
        private LocalDate purchasedOn;

        @Option(names = "--channel", paramLabel = "TEXT", description = "where it was bought")
        private String channel;

        @Option(names = "--firmware", paramLabel = "VERSION", description = "its firmware")
        private String firmware;

        @Override
        RegisterRecord work(
                HouseholdAppliances appliances, Asker asker, String household, Integer version, String appliance) {
            return appliances.connect(
                    asker,
                    household,
                    version,
                    appliance,
                    new ApplianceWish(type, model, lot, producedOn, purchasedOn, channel, firmware));
        }
    }

    /** {@code register disconnect HOUSEHOLD APPLIANCE}. */
    @Command(
            name = "disconnect",
            description = "Say that an appliance no longer stands in a household; it stays registered.")
    static final class Disconnect extends RegisterAppliances {
        @Override
        RegisterRecord work(
                HouseholdAppliances appliances, Asker asker, String household, Integer version, String appliance) {
            return appliances.disconnect(asker, household, version, appliance);
        }
    }
}
