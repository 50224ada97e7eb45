package io.hearthwatch.servicedesk;

import java.util.Locale;

/** Why a decision leads to a would-be ticket only. */
public enum ShadowReason {
    /** Nobody has enabled tickets of the type yet, or somebody has disabled them. */
    NOT_ENABLED,
    /** The emergency switch is on, or was on when the decision was made. */
    STOPPED,
    /** The model is a challenger: it is watched beside the champion, and opens nothing. */
    CHALLENGER;

    /** As stored and as in the API, such as {@code not_enabled}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason with that id. */
    public static ShadowReason of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
