package io.hearthwatch.benchmarks.webhooks;

import java.util.Locale;

/** How a receiver behaves when it does not behave. */
enum Behaviour {
    /** Answers with an error, asks for a pause, hangs up, or answers nonsense. */
    FAILS,
    /** Takes nothing and never answers. */
    HANGS,
    /** Takes the event, and answers byte by byte: the head until the sender gives up, or a body that never ends. */
    DRIPS,
    /** Takes the event, and answers when the sender has given up. */
    ANSWERS_LATE;

    /** As it stands in reports. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
