package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.servicedesk.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What somebody wants of a subscription; what is null stays as it is, or is as usual for a new one.
 *
 * @param types {@code ticket.opened}, {@code part.*}, with or without {@code io.hearthwatch.} before them
 * @param region an empty text for all of them
 * @param centre an empty text for all of them
 */
public record WebhookWish(
        String name,
        String url,
        List<String> types,
        String region,
        String centre,
        String mode,
        Boolean personal,
        List<String> exceptBy,
        Boolean active) {
    private static final int MOST = 50;
    private static final List<String> GROUPS = List.of("ticket", "part", "promise");

    public WebhookWish {
        if (name != null && (name.isBlank() || name.length() > 100)) {
            throw Refusal.invalid("'name' is not 1 to 100 characters", "give it a short name");
        }
        url = url == null ? null : Addresses.parse(url).toString();
        types = types == null
                ? null
                : some("types", types).stream().map(WebhookWish::type).toList();
        exceptBy = exceptBy == null ? null : List.copyOf(some("except_by", exceptBy));
        if (mode != null && !mode.equals("structured") && !mode.equals("binary")) {
            throw Refusal.invalid("'mode' is not known", "use structured or binary");
        }
    }

    private static List<String> some(String name, List<String> all) {
        if (all.size() > MOST || all.stream().anyMatch(each -> each.isBlank() || each.length() > 100)) {
            throw Refusal.invalid(
                    "'" + name + "' is not a list of at most " + MOST + " short texts", "send [\"…\", \"…\"]");
        }
        return all;
    }

    private static String type(String text) {
        String kind =
                text.startsWith(OutgoingEvent.TYPES) ? text.substring(OutgoingEvent.TYPES.length()) : text.strip();
        if (!kind.matches("[a-z_]+\\.([a-z_]+|\\*)")) {
            throw Refusal.invalid(
                    "the type '" + text + "' is none", "write it as io.hearthwatch.ticket.opened, or ticket.*");
        }
        String group = kind.substring(0, kind.indexOf('.'));
        if (!GROUPS.contains(group)) {
            throw Refusal.invalid(
                    "no event's type begins with '" + group + "'",
                    "write it as io.hearthwatch.ticket.opened, or one of "
                            + GROUPS.stream().map(each -> each + ".*").collect(Collectors.joining(", ")));
        }
        return kind;
    }
}
