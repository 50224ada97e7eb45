package io.hearthwatch.app.centre;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What audits asked centres to correct. */
final class CentreActions {
    private CentreActions() {}

    /** {@code centre action-done ID}. */
    @Command(name = "action-done", description = "Say that something is corrected.")
    static final class Done extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "the action's number, as: hearthwatch centre show CENTRE")
        private long id;

        @Mixin
        private Doer doer;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            desk.organisation().centres().actionDone(Scope.EVERYTHING, id, doer.name());
            out.println("action " + id + " is done; another person checks whether it helped");
            return Map.of("done", true);
        }
    }

    /** {@code centre action-checked ID}. */
    @Command(
            name = "action-checked",
            description = "Say whether it helped, as another person than who did it; if not, what comes next.")
    static final class Checked extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "the action's number, as: hearthwatch centre show CENTRE")
        private long id;

        @Option(
                names = "--effective",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether it helped")
        private boolean effective;

        @Option(names = "--remarks", paramLabel = "TEXT", description = "what was seen")
        private String remarks;

        @Option(
                names = "--next",
                paramLabel = "WHAT,OWNER,DAY",
                description = "what is to be done instead, by whom, until when")
        private String next;

        @Mixin
        private Doer doer;

        @Override
        protected void check() {
            if (next != null) {
                CentreWork.wanted("--next", next);
            } else if (!effective) {
                throw CommandFailure.usage(
                        "it did not help, and nothing follows", "--next \"seal the store,wang,2026-12-20\"");
            }
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            desk.organisation()
                    .centres()
                    .actionChecked(
                            Scope.EVERYTHING,
                            id,
                            effective,
                            remarks,
                            next == null ? null : CentreWork.wanted("--next", next),
                            doer.name());
            out.println("action " + id + (effective ? " helped" : " did not help; another one follows"));
            return Map.of("checked", true);
        }
    }
}
