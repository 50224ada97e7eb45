package io.hearthwatch.servicedesk.ticket;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was asked of a ticket is refused: why, what to do instead, and what a program may want to know about it. */
public final class TicketRefusal extends RuntimeException {
    /** What kind of refusal it is, with the HTTP status that says the same. */
    public enum Kind {
        /** There is no such ticket, or nothing of that name about it. */
        NOT_FOUND(404, "Not found"),
        /** It does not go together with what is there, such as a step that does not follow. */
        CONFLICT(409, "Not possible now"),
        /** Somebody else was faster: the ticket is of another version than the one asked about. */
        STALE(412, "Changed meanwhile"),
        /** What was sent does not make sense. */
        INVALID(400, "Bad request"),
        /** The key stands for another request. */
        KEY_REUSED(422, "Key used before"),
        /** The version that is meant has to be said. */
        VERSION_NEEDED(428, "Version needed");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** In a few words. */
        public String title() {
            return title;
        }
    }

    private final Kind kind;
    private final String hint;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    TicketRefusal(Kind kind, String detail, String hint) {
        super(detail, null, false, false);
        this.kind = kind;
        this.hint = hint;
    }

    static TicketRefusal notFound(String detail, String hint) {
        return new TicketRefusal(Kind.NOT_FOUND, detail, hint);
    }

    public static TicketRefusal conflict(String detail, String hint) {
        return new TicketRefusal(Kind.CONFLICT, detail, hint);
    }

    public static TicketRefusal invalid(String detail, String hint) {
        return new TicketRefusal(Kind.INVALID, detail, hint);
    }

    TicketRefusal with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    /** What to do instead. */
    public String hint() {
        return hint;
    }

    /** What a program may want to know, by name; plain values, lists and maps. */
    public Map<String, Object> members() {
        return members;
    }
}
