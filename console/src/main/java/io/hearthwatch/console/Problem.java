package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that cannot be answered as asked, told as RFC 9457 says: what is wrong, and what to do. */
final class Problem extends RuntimeException {
    private static final int MOST_ITEMS = 100;

    private final int status;
    private final String title;
    private final String hint;
    private final List<Item> items;
    private final Map<String, JsonNode> members = new LinkedHashMap<>();

    /** One bad item of an array in the request. */
    record Item(int index, String detail) {}

    Problem(int status, String title, String detail, String hint) {
        this(status, title, detail, hint, List.of());
    }

    Problem(int status, String title, String detail, String hint, List<Item> items) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.hint = hint;
        this.items = List.copyOf(items);
    }

    static Problem badRequest(String detail, String hint) {
        return new Problem(400, "Bad request", detail, hint);
    }

    /** What is refused about a ticket, with what a program may want to know. */
    static Problem of(TicketRefusal refusal) {
        Problem problem =
                new Problem(refusal.kind().status(), refusal.kind().title(), refusal.getMessage(), refusal.hint());
        refusal.members().forEach((name, value) -> problem.with(name, Json.of(value)));
        return problem;
    }

    static Problem notFound(String detail, String hint) {
        return new Problem(404, "Not found", detail, hint);
    }

    /** What the service desk refuses. */
    static Problem of(Refusal refusal) {
        Problem problem = problem(refusal);
        refusal.members().forEach((name, value) -> problem.with(name, Json.ofRecords(value)));
        return problem;
    }

    private static Problem problem(Refusal refusal) {
        return switch (refusal.kind()) {
            case NOT_FOUND -> notFound(refusal.getMessage(), refusal.hint());
            case INVALID -> badRequest(refusal.getMessage(), refusal.hint());
            case CONFLICT -> new Problem(409, "Not possible", refusal.getMessage(), refusal.hint());
            case FORBIDDEN -> new Problem(403, "Forbidden", refusal.getMessage(), refusal.hint());
            case GONE -> new Problem(410, "Gone", refusal.getMessage(), refusal.hint());
            case STALE -> new Problem(412, "Changed meanwhile", refusal.getMessage(), refusal.hint());
            case VERSION_NEEDED -> new Problem(428, "Version needed", refusal.getMessage(), refusal.hint());
        };
    }

    /** Says more in a member of its own. */
    Problem with(String name, JsonNode value) {
        members.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage());
        if (hint != null) {
            json.put("try", hint);
        }
        if (!items.isEmpty()) {
            var list = json.putArray("items");
            items.stream()
                    .limit(MOST_ITEMS)
                    .forEach(item -> list.addObject().put("index", item.index()).put("detail", item.detail()));
        }
        members.forEach(json::set);
        return json;
    }
}
