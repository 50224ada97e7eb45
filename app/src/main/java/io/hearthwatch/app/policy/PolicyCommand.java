package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.app.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code policy}: when predictions may become tickets. */
@Command(
        name = "policy",
        description = "Say when predictions may become tickets: enabled types, the emergency switch, costs, capacity.",
        subcommands = {
            PolicyShow.class,
            PolicySet.class,
            PolicyTurn.Enable.class,
            PolicyTurn.Disable.class,
            PolicyTurn.Stop.class,
            PolicyTurn.Resume.class,
            PolicySimulate.class,
            PolicyLog.class
        })
public final class PolicyCommand implements Runnable {
    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which? " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Refuses a type that the catalog does not have. */
    static void checkType(Workspace workspace, String type) {
        if (workspace.catalog().find(type).isEmpty()) {
            throw new CommandFailure(
                    "there is no appliance type '" + type + "' in the catalog",
                    "choose one of "
                            + String.join(", ", workspace.catalog().types().keySet()) + ", or add one with --catalog");
        }
    }
}
