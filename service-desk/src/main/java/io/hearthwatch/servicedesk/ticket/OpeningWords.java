package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Text;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What a ticket that people open is about, in one sentence. */
final class OpeningWords {
    private OpeningWords() {}

    /**
     * The kind of work, the component where it is known, and the beginning of what was said.
     *
     * @param type null where it is about no appliance
     */
    static Text of(Text kind, ApplianceType type, String component, TicketInput answers) {
        String said = List.of("symptom", "question", "complaint").stream()
                .map(answers::text)
                .flatMap(Optional::stream)
                .map(TicketInput::shortened)
                .findFirst()
                .orElse(null);
        String en =
                kind.en().substring(0, 1).toUpperCase(Locale.ROOT) + kind.en().substring(1);
        Text label = type == null || TicketRow.UNKNOWN.equals(component)
                ? null
                : Objects.requireNonNull(type.components().get(component)).label();
        String aboutEn = label == null ? "" : " of the " + label.en().toLowerCase(Locale.ROOT);
        String aboutZh = label == null ? "" : "（" + label.zh() + "）";
        return new Text(
                en + aboutEn + (said == null ? "" : ": " + said),
                kind.zh() + aboutZh + (said == null ? "" : "：" + said));
    }
}
