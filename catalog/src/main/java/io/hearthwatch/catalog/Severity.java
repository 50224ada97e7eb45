package io.hearthwatch.catalog;

/** How serious a fault code is. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL,
    /** May hurt people or property. */
    SAFETY
}
