package io.hearthwatch.servicedesk;

import java.util.LinkedHashMap;
import java.util.Map;

/** Something asked of the service desk that it does not do, with what to do instead. Nothing was changed. */
public final class Refusal extends RuntimeException {
    private final Kind kind;
    private final String hint;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    /** Why it is refused. */
    public enum Kind {
        /** What is asked for is not there, or not for the one who asks. */
        NOT_FOUND,
        /** What was said makes no sense. */
        INVALID,
        /** It does not fit what is stored: somebody else was faster, or it is too early or too late for it. */
        CONFLICT,
        /** The one who asks may not do it. */
        FORBIDDEN,
        /** It was possible once. */
        GONE,
        /** Somebody else was faster: the record is of another version than the one asked about. */
        STALE,
        /** The version that is meant has to be said. */
        VERSION_NEEDED
    }

    /**
     * @param detail what is wrong, as a sentence without a capital letter or a full stop
     * @param hint what to do
     */
    public Refusal(Kind kind, String detail, String hint) {
        super(detail, null, false, false);
        this.kind = kind;
        this.hint = hint;
    }

    /** There is no such thing. */
    public static Refusal notFound(String what, String id, String hint) {
        String shown = id.length() <= 60 ? id : id.substring(0, 60) + "…";
        return new Refusal(Kind.NOT_FOUND, "there is no " + what + " '" + shown + "'", hint);
    }

    public static Refusal invalid(String detail, String hint) {
        return new Refusal(Kind.INVALID, detail, hint);
    }

    public static Refusal conflict(String detail, String hint) {
        return new Refusal(Kind.CONFLICT, detail, hint);
    }

    public static Refusal forbidden(String detail, String hint) {
        return new Refusal(Kind.FORBIDDEN, detail, hint);
    }

    /** Says more to a program, in a member of its own; plain values, lists, maps and records. */
    public Refusal with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** What a program may want to know, by name. */
    public Map<String, Object> members() {
        return members;
    }

    public Kind kind() {
        return kind;
    }

    public String hint() {
        return hint;
    }
}
