package io.hearthwatch.app.customer;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code customer engineer HOUSEHOLD}: the engineer that a household has for life. */
@Command(
        name = "engineer",
        description = "Show a household's own engineer, why it has one, and its care visits; or choose another one.")
final class CustomerEngineer extends DeskCommand {
    @Parameters(paramLabel = "HOUSEHOLD", description = "its number, such as H-17")
    private String household;

    @Option(names = "--engineer", paramLabel = "TECHNICIAN", description = "a technician of the household's centre")
    private String engineer;

    @Option(names = "--none", description = "it has none from now on")
    private boolean none;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    private String reason;

    @Mixin
    private Doer doer;

    @Override
    protected void check() {
        if (engineer != null && none) {
            throw CommandFailure.usage("--engineer and --none contradict each other", "say one of them");
        }
        if ((engineer != null || none) != (reason != null)) {
            throw CommandFailure.usage(
                    "a choice and its reason belong together", "--engineer wu --reason \"the family knows her\"");
        }
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Map<String, Object> of = reason == null
                ? desk.ownEngineers().of(household)
                : desk.ownEngineers().set(household, engineer, reason, doer.name());
        out.println(
                of.get("engineer") == null
                        ? household + " has no engineer of its own"
                        : household + " has " + of.get("engineer") + " (" + of.get("name") + "), chosen by "
                                + of.get("how"));
        out.println("it has " + of.get("types") + " of " + of.get("full_set") + " types, and bought for "
                + Table.shown(of.get("purchases")) + " of " + Table.shown(of.get("purchases_above")) + " "
                + of.get("currency")
                + (of.get("next_care") == null ? "" : "; the next care visit is due on " + of.get("next_care")));
        Table table = Table.of("AT", "WHO", "ENGINEER", "BEFORE", "REASON");
        for (Object each : (List<?>) of.get("changes")) {
            Map<?, ?> change = (Map<?, ?>) each;
            table.row(
                    change.get("at"),
                    change.get("who"),
                    change.get("engineer"),
                    change.get("before"),
                    change.get("reason"));
        }
        table.print(out, "nobody has changed it");
        return of;
    }
}
