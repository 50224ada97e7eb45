package io.hearthwatch.app.indicators;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.servicedesk.Refusal;

/** What the service refuses, as the command line says it. */
final class Refused {
    private Refused() {}

    static CommandFailure of(Refusal refusal) {
        return refusal.kind() == Refusal.Kind.INVALID
                ? CommandFailure.usage(refusal.getMessage(), refusal.hint())
                : new CommandFailure(
                        refusal.getMessage(),
                        refusal.hint().replace("look at /api/v1/indicators", "hearthwatch indicators list"));
    }
}
