package io.hearthwatch.servicedesk.centre;

import java.util.Locale;

/** By which rule a centre was chosen; the first that applies holds. */
public enum How {
    /** A person named it. */
    NAMED,
    /** It is the household's own, and able. */
    OWN,
    /** It is able and serves where the household lives; of several the one with the least work to do, then the nearest. */
    TERRITORY,
    /** It is able, serves the type, and nothing says that it does not serve there. */
    USUAL,
    /** Nobody is able: a person has to look. */
    NOBODY;

    /** As the API writes it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
