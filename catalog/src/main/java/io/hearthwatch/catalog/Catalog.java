package io.hearthwatch.catalog;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The vocabulary: appliance types with their metrics, components, fault codes and parts. Immutable.
 *
 * <p>{@link #load} reads the built-in types and every {@code .yaml} file of the directories given; a file describes one
 * type, in the format that {@link #schema} and {@code docs/catalog.md} describe. Adding a type is adding a file.
 */
public final class Catalog {
    private final Map<String, ApplianceType> types;

    /** A catalog of exactly these types; for tests and for loaders. */
    public Catalog(Collection<ApplianceType> types) {
        Map<String, ApplianceType> byId = new LinkedHashMap<>();
        types.forEach(type -> byId.put(type.id(), type));
        this.types = Collections.unmodifiableMap(byId);
    }

    /**
     * The built-in types and those of the directories; a directory's type replaces an earlier one of the same id whole.
     *
     * @param extraDirectories directories with catalog files, read in this order; may be empty
     * @throws InvalidFileException naming every problem of every file, with its line
     */
    public static Catalog load(List<Path> extraDirectories) {
        return new Catalog(new CatalogLoader().load(extraDirectories));
    }

    /** The JSON Schema (draft 2020-12) of a catalog file. */
    public static String schema() {
        return CatalogLoader.resource("catalog.schema.json");
    }

    /** All types by id, in load order. */
    public Map<String, ApplianceType> types() {
        return types;
    }

    public Optional<ApplianceType> find(String type) {
        return Optional.ofNullable(types.get(type));
    }

    /** The type of that id, which the caller knows to exist. */
    public ApplianceType type(String type) {
        return find(type).orElseThrow(() -> new IllegalArgumentException("no appliance type " + type));
    }
}
