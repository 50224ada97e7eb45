package io.hearthwatch.catalog;

/** The four fault classes of after-sales service. */
public enum FaultClass {
    HARDWARE,
    SOFTWARE,
    NETWORK,
    MISUSE
}
