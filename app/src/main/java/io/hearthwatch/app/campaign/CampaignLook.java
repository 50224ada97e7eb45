package io.hearthwatch.app.campaign;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** How far they are. */
final class CampaignLook {
    private CampaignLook() {}

    /** {@code campaign list}. */
    @Command(name = "list", description = "List campaigns with how far each is, the newest first.")
    static final class ListAll extends DeskCommand {
        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> all = desk.work().campaigns().all(Scope.EVERYTHING);
            if (all.isEmpty()) {
                out.println("there is none; begin with: hearthwatch campaign recall NAME --type TYPE --lot LOT");
            }
            all.forEach(each -> line(out, each));
            return all;
        }
    }

    /** {@code campaign show ID}. */
    @Command(name = "show", description = "Show one: what it is about, and how far it is, centre by centre.")
    static final class Show extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "its number")
        private long id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> one = desk.work()
                    .campaigns()
                    .one(Scope.EVERYTHING, id)
                    .orElseThrow(() ->
                            new CommandFailure("there is no campaign " + id, "look at: hearthwatch campaign list"));
            line(out, one);
            out.println("started " + one.get("started_at") + " by " + one.get("started_by")
                    + (one.get("ended_at") == null
                            ? ""
                            : ", ended " + one.get("ended_at") + " by " + one.get("ended_by")));
            out.println("customers read: " + one.get("words_en") + " / " + one.get("words_zh"));
            for (Object each : (List<?>) one.get("by_centre")) {
                Map<?, ?> centre = (Map<?, ?>) each;
                String name = centre.get("centre") == null
                        ? "no centre"
                        : centre.get("centre").toString();
                out.printf("  %-20s %s%n", name, progress(centre));
            }
            return one;
        }
    }

    static void line(PrintWriter out, Map<String, Object> campaign) {
        out.printf(
                "%4s  %-11s %-9s %s%s: %s%n",
                campaign.get("id"),
                campaign.get("kind"),
                campaign.get("state"),
                campaign.get("name"),
                Boolean.TRUE.equals(campaign.get("safety")) ? " (safety)" : "",
                progress(campaign));
    }

    private static String progress(Map<?, ?> of) {
        return of.get("appliances") + " appliances, " + of.get("waiting") + " waiting, " + of.get("opened")
                + " opened, "
                + of.get("closed") + " closed, " + of.get("cancelled") + " cancelled, " + of.get("left_out")
                + " left out";
    }
}
