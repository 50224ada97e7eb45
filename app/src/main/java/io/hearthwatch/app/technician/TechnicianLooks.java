package io.hearthwatch.app.technician;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.organisation.TechnicianDetail;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is of technicians. */
final class TechnicianLooks {
    private TechnicianLooks() {}

    static TechnicianDetail technician(ServiceDesk desk, String id) {
        return desk.organisation()
                .technicians()
                .find(Scope.EVERYTHING, id)
                .orElseThrow(() -> new CommandFailure(
                        "there is no technician '" + id + "'", "look at: hearthwatch technician list"));
    }

    private static String skills(TechnicianDetail technician) {
        return technician.skills().stream()
                .map(each -> each.type() + "/" + each.faultClass())
                .collect(Collectors.joining(", "));
    }

    /** {@code technician list}. */
    @Command(name = "list", description = "List technicians with how their licences stand.")
    static final class ListAll extends DeskCommand {
        @Option(names = "--centre", paramLabel = "ID", description = "only this service centre's")
        private String centre;

        @Option(names = "--type", paramLabel = "TYPE", description = "only those who may work on this appliance type")
        private String type;

        @Option(
                names = "--fault-class",
                paramLabel = "CLASS",
                description = "only those who may work on hardware, software, network or misuse")
        private String faultClass;

        @Override
        protected void check() {
            Choice.of("--fault-class", faultClass, "hardware", "software", "network", "misuse");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            if (centre != null && !desk.organisation().centres().isKnown(Scope.EVERYTHING, centre)) {
                throw new CommandFailure(
                        "there is no service centre '" + centre + "'", "look at: hearthwatch centre list");
            }
            List<TechnicianDetail> all =
                    desk.organisation().technicians().list(Scope.EVERYTHING, centre, type, faultClass);
            Table table =
                    Table.of("TECHNICIAN", "NAME", "CENTRE", "GRADE", "POINTS", "LICENCE", "REVIEW DUE", "MAY DO");
            all.forEach(each -> table.row(
                    each.id(),
                    each.name(),
                    each.centre(),
                    each.grade(),
                    each.points(),
                    each.mayWork() ? each.bandName().en() : each.bandName().en() + ", may not work",
                    each.reviewDue(),
                    skills(each)));
            table.print(out, "there is none");
            return all;
        }
    }

    static void print(TechnicianDetail who, PrintWriter out) {
        out.println(who.id() + ": " + who.name() + ", " + who.grade() + " at " + who.centre() + ", van "
                + Table.shown(who.warehouse()));
        out.println(who.points() + " licence points: " + who.bandName().en()
                + (who.mayWork() ? "" : "; may not work")
                + (who.revokedAt() == null ? "" : "; revoked " + Table.shown(who.revokedAt()))
                + "; review due " + Table.shown(who.reviewDue()));
        out.println("may do " + skills(who));
        if (who.latitude() != null) {
            out.println("is at " + who.latitude() + ", " + who.longitude() + " since " + Table.shown(who.positionAt()));
        }
        who.moves()
                .forEach(each -> out.println(
                        "#" + each.id() + "  " + Table.shown(each.at()) + "  " + (each.points() > 0 ? "+" : "")
                                + each.points() + "  " + each.reason()
                                + (each.ticket() == null ? "" : " for ticket " + each.ticket()) + ", by " + each.who()
                                + (each.remarks() == null ? "" : ": " + each.remarks())
                                + (each.cancelled() ? "; cancelled" : "")));
        who.trainings()
                .forEach(each -> out.println(each.heldOn() + "  " + each.topic() + ", " + each.mode()
                        + (each.score() == null ? "" : ", " + Table.shown(each.score()) + " of 100")
                        + (each.passed() == null ? "" : each.passed() ? ", passed" : ", not passed")
                        + (each.plan() == null ? "" : "; next: " + each.plan())));
    }

    /** {@code technician show TECHNICIAN}. */
    @Command(
            name = "show",
            description = "Show one: the licence with its points, trainings, and where the technician is.")
    static final class Show extends DeskCommand {
        @Parameters(paramLabel = "TECHNICIAN", description = "the technician's id")
        private String id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            TechnicianDetail technician = technician(desk, id);
            print(technician, out);
            return technician;
        }
    }
}
