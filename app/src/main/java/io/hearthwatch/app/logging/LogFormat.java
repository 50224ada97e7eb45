package io.hearthwatch.app.logging;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line: time, level, logger, message, and the fields of an event. */
    JSON;

    private static volatile LogFormat current = TEXT;

    /** Has every line from now on look like this. */
    public void use() {
        current = this;
    }

    static LogFormat current() {
        return current;
    }
}
