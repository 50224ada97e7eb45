package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody says of a campaign that is to start, checked and stored. */
final class CampaignFile {
    private final Catalog catalog;

    CampaignFile(Catalog catalog) {
        this.catalog = catalog;
    }

    long store(Connection connection, TicketInput input, String who, Instant at) throws SQLException {
        input.allow(
                "kind",
                "name",
                "words",
                "type",
                "component",
                "models",
                "lots",
                "firmware",
                "serial_from",
                "serial_to",
                "every_months",
                "safety",
                "per_day");
        String kind = input.requiredOneOf("kind", "recall", "maintenance");
        String name = input.required("name", "say what it is about, for people");
        String typeId = input.required("type", "say which type of appliance");
        ApplianceType type = catalog.find(typeId)
                .orElseThrow(() ->
                        input.wrong("type", "is not known: " + TicketInput.shortened(typeId), "look at /api/v1/types"));
        Optional<String> component = input.text("component");
        if (component.isPresent() && !type.components().containsKey(component.get())) {
            throw input.wrong(
                    "component",
                    "is not one of a " + type.id(),
                    "use one of " + String.join(", ", type.components().keySet()) + ", or leave it out");
        }
        List<String> models = input.texts("models");
        List<String> lots = input.texts("lots");
        List<String> firmware = input.texts("firmware");
        Optional<String> from = input.text("serial_from");
        Optional<String> to = input.text("serial_to");
        boolean recall = kind.equals("recall");
        if (recall && models.isEmpty() && lots.isEmpty() && firmware.isEmpty() && from.isEmpty() && to.isEmpty()) {
            throw input.wrong(
                    "lots",
                    "is missing: a recall of every appliance of a type is not meant by leaving it out",
                    "say models, lots, firmware, serial_from or serial_to");
        }
        Optional<Integer> months = input.number("every_months", 1, 120);
        if (recall == months.isPresent()) {
            throw input.wrong(
                    "every_months",
                    recall ? "is for maintenance" : "is missing",
                    recall ? "leave it out" : "say 12 for every year");
        }
        TicketInput words = input.object("words").allow("en", "zh");
        return Sql.first(
                        connection,
                        """
                        insert into service.campaign (kind, name, words_en, words_zh, type, component, models, lots, firmware, serial_from,
                            serial_to, every_months, safety, per_day, state, started_at, started_by, next_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        kind,
                        name,
                        words.text("en").orElse(name),
                        words.text("zh").orElse(name),
                        type.id(),
                        component.orElse(null),
                        models,
                        lots,
                        firmware,
                        from.orElse(null),
                        to.orElse(null),
                        months.orElse(null),
                        input.flag("safety").orElse(false),
                        input.number("per_day", 1, 100_000).orElse(null),
                        at,
                        who,
                        at)
                .orElseThrow();
    }
}
