package io.hearthwatch.app.webhook;

import io.hearthwatch.app.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code webhook}: other systems that are told what happens to tickets. */
@Command(
        name = "webhook",
        description =
                "Say which other systems are told what happens to tickets, and see to what they could not be told.",
        subcommands = {
            WebhookEdit.Add.class,
            WebhookEdit.ListAll.class,
            WebhookEdit.Change.class,
            WebhookEdit.Secret.class,
            WebhookEdit.Remove.class,
            WebhookDead.Dead.class,
            WebhookDead.Show.class,
            WebhookDead.Replay.class,
            WebhookDead.Skip.class
        })
public final class WebhookCommand implements Runnable {
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
}
