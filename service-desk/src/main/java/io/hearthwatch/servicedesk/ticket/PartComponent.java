package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which component a part belongs to, and so by whose guarantee it is judged: the catalog says it. Where several components have the part, it
 * is the one that was found, else the one that the ticket is about, else the one that is guaranteed longest, so that no doubt costs the
 * customer anything. A part of none belongs to what was found, else to what the ticket is about.
 */
final class PartComponent {
    private PartComponent() {}

    static String of(Connection connection, TicketRow ticket, ApplianceType type, String part) throws SQLException {
        String found = Findings.newest(connection, ticket)
                .map(Findings.Finding::component)
                .orElse(null);
        List<String> having = having(type, ticket.model(), part);
        Optional<String> meant = Stream.of(found == null ? "" : found, ticket.component())
                .filter(having::contains)
                .findFirst();
        if (meant.isPresent()) {
            return meant.get();
        }
        if (having.isEmpty()) {
            return found == null ? ticket.component() : found;
        }
        Optional<Payers.Rule> rule = Payers.rule(connection, ticket);
        return rule.isEmpty()
                ? having.get(0)
                : having.stream()
                        .max(Comparator.comparingInt(rule.get()::months))
                        .orElseThrow();
    }

    /** The components that name the part: as the model has them, else as any appliance of the type has them. */
    private static List<String> having(ApplianceType type, String model, String part) {
        List<String> ofModel = named(
                type, id -> type.component(model, id).orElseThrow().parts().contains(part));
        return ofModel.isEmpty()
                ? named(type, id -> type.components().get(id).parts().contains(part))
                : ofModel;
    }

    private static List<String> named(ApplianceType type, Predicate<String> has) {
        return type.components().keySet().stream().filter(has).toList();
    }
}
