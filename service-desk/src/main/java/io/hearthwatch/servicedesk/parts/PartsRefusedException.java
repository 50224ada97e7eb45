package io.hearthwatch.servicedesk.parts;

import java.util.List;

/** A request about parts that is not carried out; nothing has changed. Says why, what to do, and what is available where. */
public final class PartsRefusedException extends RuntimeException {
    /** What kind of refusal it is. */
    public enum Kind {
        /** The request makes no sense as it stands. */
        INVALID,
        /** It names something that is not there. */
        UNKNOWN,
        /** More is asked for than is available. */
        OVERDRAWN,
        /** What it is about is not in a state for it. */
        STATE,
        /** Its key belongs to another request. */
        KEY_REUSED,
        /** It takes somebody who may decide about more. */
        NOT_ALLOWED
    }

    /**
     * What can be had of a part.
     *
     * @param available units neither reserved nor quarantined, more than none
     */
    public record Available(String warehouse, String part, int available) {}

    private final Kind kind;
    private final String hint;
    private final List<Available> available;

    private PartsRefusedException(Kind kind, String detail, String hint, List<Available> available) {
        super(detail);
        this.kind = kind;
        this.hint = hint;
        this.available = List.copyOf(available);
    }

    static PartsRefusedException invalid(String detail, String hint) {
        return new PartsRefusedException(Kind.INVALID, detail, hint, List.of());
    }

    static PartsRefusedException unknown(String detail, String hint) {
        return new PartsRefusedException(Kind.UNKNOWN, detail, hint, List.of());
    }

    static PartsRefusedException state(String detail, String hint) {
        return new PartsRefusedException(Kind.STATE, detail, hint, List.of());
    }

    static PartsRefusedException notAllowed(String detail, String hint) {
        return new PartsRefusedException(Kind.NOT_ALLOWED, detail, hint, List.of());
    }

    static PartsRefusedException keyReused(String key) {
        return new PartsRefusedException(
                Kind.KEY_REUSED,
                "the key '" + key + "' was used for another request before",
                "give every request a key of its own",
                List.of());
    }

    static PartsRefusedException overdrawn(String detail, List<Available> available) {
        return new PartsRefusedException(
                Kind.OVERDRAWN,
                detail,
                available.isEmpty()
                        ? "no warehouse has any: have it bought"
                        : "ask for no more than is available, or take it from where it is",
                available);
    }

    public Kind kind() {
        return kind;
    }

    /** What the asker can do. */
    public String hint() {
        return hint;
    }

    /** Where the part can be had; empty unless overdrawn. */
    public List<Available> available() {
        return available;
    }
}
