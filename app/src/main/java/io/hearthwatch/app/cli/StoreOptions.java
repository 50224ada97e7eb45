package io.hearthwatch.app.cli;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.ConnectionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where the data is, and which appliance types there are. */
public final class StoreOptions extends CommonOptions {
    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "PostgreSQL server to use: jdbc:postgresql://HOST:PORT/NAME; without it, Hearthwatch runs its own")
    private String database;

    @Option(names = "--database-user", paramLabel = "ROLE", description = "role to sign in with")
    private String user;

    @Option(
            names = "--database-password",
            paramLabel = "SECRET",
            description = "its password; better given as HEARTHWATCH_DATABASE_PASSWORD")
    private String password;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "directory of Hearthwatch's own database (default: ~/.hearthwatch)")
    private String dataDirectory;

    @Option(
            names = "--catalog",
            paramLabel = "DIR",
            description = "directory with further appliance types (*.yaml); may be given more than once")
    private List<Path> catalogs;

    /** The given server, or nothing for the embedded one. */
    public Optional<ConnectionSettings> server() {
        if (database == null || database.isBlank()) {
            return Optional.empty();
        }
        if (!database.startsWith("jdbc:postgresql:")) {
            throw CommandFailure.usage(
                    "--database must begin with jdbc:postgresql://",
                    "--database jdbc:postgresql://localhost:5432/hearthwatch");
        }
        if (namesDirectory()) {
            throw CommandFailure.usage(
                    "a server (--database, HEARTHWATCH_DATABASE) and a directory for Hearthwatch's own (--data-dir,"
                            + " HEARTHWATCH_DATA_DIR) are both given",
                    "leave one of them out");
        }
        if (database.matches("jdbc:postgresql://[^/?]*@.*")) {
            // Not repeated: it may carry a password.
            throw CommandFailure.usage(
                    "--database must not name a role or password before the host",
                    "--database-user ROLE, and HEARTHWATCH_DATABASE_PASSWORD in the environment");
        }
        return Optional.of(new ConnectionSettings(database, user, password));
    }

    /** Directory of the embedded database. */
    public Path dataDirectory() {
        return expand(dataDirectory == null ? Setting.DATA_DIR.defaultValue() : dataDirectory);
    }

    /** Whether the user named a directory. */
    public boolean namesDirectory() {
        return dataDirectory != null && !dataDirectory.equals(Setting.DATA_DIR.defaultValue());
    }

    /** The same options with another directory for the embedded database. */
    public StoreOptions inDirectory(Path directory) {
        StoreOptions other = new StoreOptions();
        other.catalogs = catalogs;
        other.dataDirectory = directory.toString();
        return other;
    }

    /** Directories with further appliance types. */
    public List<Path> catalogs() {
        List<Path> directories = catalogs == null ? List.of() : catalogs;
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw CommandFailure.usage(
                        "--catalog " + directory + " is not a directory", "name a directory with *.yaml files");
            }
        }
        return directories;
    }

    /** The catalog, before anything is opened that it is for. */
    public Catalog catalog() {
        return Catalog.load(catalogs());
    }

    /** Refuses a type that the catalog does not have, before a database is opened, or made, for nothing. */
    public void checkType(String type) {
        Set<String> known = catalog().types().keySet();
        if (!known.contains(type)) {
            throw CommandFailure.usage(
                    "there is no appliance type '" + type + "'", "use one of " + String.join(", ", known));
        }
    }

    private static Path expand(String path) {
        return path.equals("~") || path.startsWith("~/")
                ? Path.of(System.getProperty("user.home") + path.substring(1))
                : Path.of(path);
    }
}
