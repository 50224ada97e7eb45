package io.hearthwatch.app.customer;

import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Looks;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code customer looks}. */
@Command(name = "looks", description = "List who looked at customers' data, the newest first.")
final class CustomerLooks extends DeskCommand {
    @Option(names = "--household", paramLabel = "HOUSEHOLD", description = "only at this one's, such as H-17")
    private String household;

    @Option(names = "--who", paramLabel = "NAME", description = "only what this person looked at")
    private String who;

    @Mixin
    private Limit limit;

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        List<Looks.Look> looks = desk.organisation().looks().all(household, who, limit.of(1_000));
        Table table = Table.of("AT", "WHO", "HOUSEHOLD", "TICKET", "WHAT");
        looks.forEach(each -> table.row(each.at(), each.who(), each.household(), each.ticket(), each.what()));
        table.print(out, "nobody looked");
        return looks;
    }
}
