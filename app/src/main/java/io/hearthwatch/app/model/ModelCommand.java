package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Failure models, from idea to live and back. */
@Command(
        name = "model",
        description = "Train, tune, judge, promote and watch failure models.",
        subcommands = {
            ModelTrain.class,
            ModelTune.class,
            ModelEvaluate.class,
            ModelCompare.class,
            ModelList.class,
            ModelShow.class,
            ModelPromote.class,
            ModelRollback.class,
            ModelWithdraw.class,
            ModelShadow.class,
            ModelAudit.class,
            ModelWatch.class,
            ModelRetrain.class,
            ModelReproduce.class,
            ModelExplain.class,
            ModelExport.class
        })
public final class ModelCommand implements Runnable {
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
