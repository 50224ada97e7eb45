package io.hearthwatch.app.model;

import io.hearthwatch.predictor.Target;
import picocli.CommandLine.Option;

/** What the models in question say. */
final class TargetOption {
    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "what the models say: failure (default) or remaining_life")
    private Target target = Target.FAILURE;

    Target target() {
        return target;
    }
}
