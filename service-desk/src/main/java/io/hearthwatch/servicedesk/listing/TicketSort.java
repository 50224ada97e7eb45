package io.hearthwatch.servicedesk.listing;

import io.hearthwatch.servicedesk.TicketSummary;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * In which order tickets are listed. Every order ends with the ticket's id, so that it is total: a page that begins after the last ticket
 * of the one before leaves none out and shows none twice, whatever is opened in between.
 */
public enum TicketSort {
    /** Open ones first, the most urgent first, then what is due first; after them the ended ones, the newest first. */
    URGENCY("urgency", "coalesce(t.ended_at, 'infinity') desc, t.urgency desc, t.due_at, t.id"),
    DUE("due", "t.due_at, t.id"),
    DUE_LAST("-due", "t.due_at desc, t.id desc"),
    OPENED("opened", "t.opened_at, t.id"),
    NEWEST("-opened", "t.opened_at desc, t.id desc");

    private static final String OPEN = "infinity";

    private final String id;
    private final String order;

    TicketSort(String id, String order) {
        this.id = id;
        this.order = order;
    }

    /** As people ask for it; a minus in front turns it round. */
    public String id() {
        return id;
    }

    /** For {@code order by}, of the ticket {@code t}. */
    public String order() {
        return order;
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(TicketSort::id).toList();
    }

    static TicketSort of(String id) {
        return Arrays.stream(values())
                .filter(sort -> sort.id.equals(id))
                .findFirst()
                .orElseThrow(() -> TicketRefusal.invalid(
                        "sort: '" + Asked.shortened(id) + "' is not known", "use one of " + String.join(", ", ids())));
    }

    /** Where a page ended, for the next one to begin after. */
    public String after(TicketSummary last) {
        String key = switch (this) {
            case URGENCY ->
                (last.endedAt() == null ? OPEN : last.endedAt()) + "|"
                        + last.urgency().level() + "|" + last.dueAt();
            case DUE, DUE_LAST -> last.dueAt().toString();
            case OPENED, NEWEST -> last.openedAt().toString();
        };
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((id + "|" + key + "|" + last.id()).getBytes(StandardCharsets.UTF_8));
    }

    /** What comes after the end of a page. */
    Condition after(String end) {
        try {
            String[] keys = new String(Base64.getUrlDecoder().decode(end), StandardCharsets.UTF_8).split("\\|", -1);
            if (!keys[0].equals(id) || keys.length != (this == URGENCY ? 5 : 3)) {
                throw new IllegalArgumentException("of another order");
            }
            long ticket = Long.parseLong(keys[keys.length - 1]);
            Instant at = Instant.parse(keys[keys.length - 2]);
            return switch (this) {
                case URGENCY -> {
                    String ended =
                            keys[1].equals(OPEN) ? OPEN : Instant.parse(keys[1]).toString();
                    int urgency = Integer.parseInt(keys[2]);
                    yield Condition.of("""
                            coalesce(t.ended_at, 'infinity') <= ?::timestamptz and (coalesce(t.ended_at, 'infinity') < ?::timestamptz
                                or t.urgency < ? or (t.urgency = ? and (t.due_at, t.id) > (?, ?)))""", ended, ended, urgency, urgency, at, ticket);
                }
                case DUE -> Condition.of("(t.due_at, t.id) > (?, ?)", at, ticket);
                case DUE_LAST -> Condition.of("(t.due_at, t.id) < (?, ?)", at, ticket);
                case OPENED -> Condition.of("(t.opened_at, t.id) > (?, ?)", at, ticket);
                case NEWEST -> Condition.of("(t.opened_at, t.id) < (?, ?)", at, ticket);
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw TicketRefusal.invalid(
                    "after: '" + Asked.shortened(end) + "' is not where a page in this order ended",
                    "send what the page before gave as \"next\", with the same sort");
        }
    }
}
