package io.hearthwatch.history;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.InvalidFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which file and column of recorded data is what: a YAML file that a person wrote, checked against the catalog. Its keys are in
 * {@code docs/mapping.md}. Immutable.
 */
public final class Mapping {
    private final String file;
    private final Catalog catalog;
    private final String type;
    private final List<Source> sources;
    private final boolean appliancesFromTelemetry;
    private final Set<String> missing;

    Mapping(
            String file,
            Catalog catalog,
            String type,
            List<Source> sources,
            boolean appliancesFromTelemetry,
            Set<String> missing) {
        this.file = file;
        this.catalog = catalog;
        this.type = type;
        this.sources = List.copyOf(sources);
        this.appliancesFromTelemetry = appliancesFromTelemetry;
        this.missing = Set.copyOf(missing);
    }

    /**
     * Reads and checks a mapping.
     *
     * @throws InvalidFileException with everything that is wrong with it
     */
    public static Mapping load(Path file, Catalog catalog) {
        return MappingReader.read(file, catalog);
    }

    /** The JSON Schema (draft 2020-12) of mapping files. */
    public static String schema() {
        try (InputStream schema = Mapping.class.getResourceAsStream("mapping.schema.json")) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The type that all rows share, where the mapping says so at its top. */
    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    /** Path of the file as it was given. */
    String file() {
        return file;
    }

    Catalog catalog() {
        return catalog;
    }

    /** Texts in a file that mean that there is no value, beside the empty one. */
    Set<String> missing() {
        return missing;
    }

    List<Source> sources() {
        return sources;
    }

    /** Whether appliances are those that occur in telemetry. */
    boolean appliancesFromTelemetry() {
        return appliancesFromTelemetry;
    }
}
