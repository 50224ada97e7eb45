package io.hearthwatch.app.doctor;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.InvalidFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The appliance types: do their files load. */
final class CatalogChecks {
    private CatalogChecks() {}

    static List<Finding> look(List<Path> directories) {
        for (Path directory : directories) {
            if (!Files.isReadable(directory)) {
                return List.of(Finding.error("catalog", "cannot read " + directory, "check its permissions"));
            }
        }
        try {
            return List.of(Finding.ok(
                    "catalog",
                    String.join(", ", Catalog.load(directories).types().keySet())));
        } catch (InvalidFileException e) {
            return e.problems().stream()
                    .map(problem -> Finding.error(
                            "catalog",
                            problem.toString(),
                            "mend the line; `hearthwatch schema catalog` prints what is allowed"))
                    .toList();
        }
    }
}
