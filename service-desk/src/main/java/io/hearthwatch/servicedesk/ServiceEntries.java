package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Problem;
import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.organisation.StockScope;
import io.hearthwatch.servicedesk.register.Asker;
import io.hearthwatch.servicedesk.register.Entries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An entry that people send is read as a service file that holds nothing else, so that the same rules and words hold for both. */
final class ServiceEntries implements Entries {
    private final Catalog catalog;

    ServiceEntries(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void store(Connection connection, String section, String id, Map<String, Object> entry, Asker asker)
            throws SQLException {
        Problems problems = new Problems();
        // What is JSON is YAML too.
        YamlDocument document = YamlDocument.parse("request", Sql.json(Map.of(section, Map.of(id, entry))), problems);
        ServiceFile file = ServiceFile.read(
                document, problems, catalog, known(connection, asker.caller().scope()));
        if (!problems.isEmpty()) {
            throw refusal(problems.sorted(), section + "." + id);
        }
        ServiceData.store(connection, file, true);
        file.organisation.store(connection, true);
    }

    /** What the one who asks may refer to, so that no hint names what is not theirs to see. */
    private static ServiceFile.Known known(Connection connection, Scope scope) throws SQLException {
        ServiceFile.Known all = ServiceData.known(connection);
        if (scope.isEverything()) {
            return all;
        }
        StockScope stock = StockScope.of(connection, scope);
        Map<String, String> parents = new HashMap<>(all.parents());
        parents.keySet().removeIf(warehouse -> !stock.sees(warehouse));
        Set<String> centres = new TreeSet<>(all.centres());
        centres.removeIf(centre -> !scope.contains(centre));
        Set<String> technicians = new TreeSet<>(Sql.list(
                connection,
                "select id from service.technician where active and centre = any (?)",
                row -> row.getString("id"),
                scope.ids()));
        return new ServiceFile.Known(centres, parents, all.regions(), technicians);
    }

    private static Refusal refusal(List<Problem> problems, String path) {
        List<Map<String, Object>> items = problems.stream()
                .map(problem -> Map.<String, Object>of("detail", about(problem.what(), path), "try", problem.hint()))
                .toList();
        String detail = items.stream()
                .map(item -> item.get("detail").toString())
                .reduce((a, b) -> a + "; " + b)
                .orElseThrow();
        return Refusal.invalid(detail, items.get(0).get("try").toString()).with("problems", items);
    }

    /** Without the place in a file that nobody wrote. */
    private static String about(String message, String path) {
        return message.startsWith(path) ? message.substring(path.length()).replaceFirst("^[. ]", "") : message;
    }
}
