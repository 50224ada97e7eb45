package io.hearthwatch.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The vocabulary: appliance types with their metrics, components, fault codes and parts. Immutable. */
public final class Catalog {
    private final Map<String, ApplianceType> types;

    /** A catalog of exactly these types; for tests and for loaders. */
    public Catalog(Collection<ApplianceType> types) {
        Map<String, ApplianceType> byId = new LinkedHashMap<>();
        types.forEach(type -> byId.put(type.id(), type));
        this.types = Collections.unmodifiableMap(byId);
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
