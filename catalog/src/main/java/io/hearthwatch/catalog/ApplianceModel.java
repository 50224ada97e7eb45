package io.hearthwatch.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model line of a type, with what differs from the type.
 *
 * @param id model number
 * @param label name for people
 * @param components components that differ, whole, by id, in file order; a model may not add a component that its type
 *     lacks
 */
public record ApplianceModel(String id, Text label, Map<String, Component> components) {
    public ApplianceModel {
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
    }
}
