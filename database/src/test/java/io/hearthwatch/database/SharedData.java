package io.hearthwatch.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Public data beside the checkout, which a user's clone does not have. Tests that need it skip where it is absent. */
public final class SharedData {
    private SharedData() {}

    /** The folder of that name, or nothing; looked for in the property, the variable, then beside the checkout. */
    public static Optional<Path> find(String folder) {
        return Stream.of(
                        System.getProperty("hearthwatch.shared"),
                        System.getenv("HEARTHWATCH_SHARED"),
                        "../../shared",
                        "../shared")
                .filter(root -> root != null && !root.isBlank())
                .map(root -> Path.of(root, "data", folder).toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .findFirst();
    }
}
