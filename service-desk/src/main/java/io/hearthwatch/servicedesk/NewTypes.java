package io.hearthwatch.servicedesk;

/** What becomes of decisions about types that nobody has enabled or disabled yet. */
public enum NewTypes {
    /** They are in shadow until somebody enables them. */
    SHADOW,
    /** They open tickets: for history that is played again, where no customer is called. */
    OPEN
}
