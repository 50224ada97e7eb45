package io.hearthwatch.servicedesk.indicator;

import io.hearthwatch.servicedesk.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What figures can be told apart by. */
public enum Dimension {
    REGION,
    CENTRE,
    /** The appliance's type. */
    TYPE,
    MODEL,
    /** The lot that it was made in. */
    LOT,
    /** In the centre's time zone. */
    MONTH,
    /** What the indicator says, such as the class of a complaint. */
    ASPECT,
    /** How the customer came, answered, or what opened the ticket. */
    CHANNEL;

    /** As in the API, and the column's name. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String column() {
        return '"' + id() + '"';
    }

    /** The dimension with that id. */
    public static Dimension of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "figures are not told apart by '" + (id.length() > 40 ? id.substring(0, 40) + "…" : id) + "'",
                        "use " + Arrays.stream(values()).map(Dimension::id).collect(Collectors.joining(", "))));
    }

    /** Dimensions by their ids, divided by commas; none where it is empty. */
    public static List<Dimension> list(String ids) {
        return ids == null || ids.isBlank()
                ? List.of()
                : Arrays.stream(ids.split(",", -1))
                        .map(String::strip)
                        .map(Dimension::of)
                        .distinct()
                        .toList();
    }
}
