package io.hearthwatch.servicedesk.register;

import java.util.List;
import java.util.Locale;

/** Kinds of records that people enter. */
public enum RecordKind {
    REGION("regions", "region", "name"),
    CENTRE(
            "centres",
            "service centre",
            "name time_zone latitude longitude warehouse region kind phone territory competences work active"),
    TECHNICIAN("technicians", "technician", "name centre grade skills hours days warehouse latitude longitude active"),
    HOUSEHOLD("households", "household", "name address phone language centre latitude longitude engineer");

    private final String section;
    private final String label;
    private final String fields;

    RecordKind(String section, String label, String fields) {
        this.section = section;
        this.label = label;
        this.fields = fields;
    }

    /** Its part of a service file, which is also the last word of its path. */
    public String section() {
        return section;
    }

    /** For sentences. */
    public String label() {
        return label;
    }

    /** What may be changed of one. */
    public List<String> fields() {
        return List.of(fields.split(" "));
    }

    /** Where it is to be looked at. */
    public String path(String id) {
        return "/api/v1/" + section + "/" + id;
    }

    /** As the database writes it, and the name of its table. */
    String table() {
        return name().toLowerCase(Locale.ROOT);
    }
}
