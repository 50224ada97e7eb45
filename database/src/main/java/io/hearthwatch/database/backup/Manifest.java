package io.hearthwatch.database.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hearthwatch.database.SchemaVersions;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a backup is of: the first entry of its archive.
 *
 * @param format of the archive; a program refuses a higher one than it knows
 * @param hearthwatch version of the program that wrote it
 * @param createdAt when it was begun, ISO-8601
 * @param postgresqlMajor major version of PostgreSQL, whose files no other can read
 * @param postgresql its full version
 * @param schemas newest migration of each schema
 * @param clusterBytes size of the database's files when it was begun, before compression
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        @JsonProperty("format") int format,
        @JsonProperty("hearthwatch") String hearthwatch,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("postgresql_major") int postgresqlMajor,
        @JsonProperty("postgresql") String postgresql,
        @JsonProperty("schemas") Map<String, Integer> schemas,
        @JsonProperty("cluster_bytes") long clusterBytes) {
    static final int FORMAT = 1;

    public Manifest {
        schemas = schemas == null ? Map.of() : Map.copyOf(new TreeMap<>(schemas));
    }

    static Manifest now(
            String hearthwatch, Instant at, int major, String postgresql, Map<String, Integer> schemas, long bytes) {
        return new Manifest(FORMAT, hearthwatch, at.toString(), major, postgresql, schemas, bytes);
    }

    /**
     * Refuses what this program cannot run.
     *
     * @param programMajor major version of PostgreSQL that this program brings
     */
    void check(int programMajor) {
        if (format > FORMAT) {
            throw newer("its format is " + format + ", this program reads up to " + FORMAT);
        }
        schemas.forEach((schema, version) -> {
            OptionalInt known = SchemaVersions.ofProgram(schema);
            if (known.isEmpty()) {
                throw newer("it has a schema '" + schema + "' that this program does not know");
            }
            if (version > known.getAsInt()) {
                throw newer("its schema '" + schema + "' is at version " + version + ", this program knows "
                        + known.getAsInt());
            }
        });
        if (postgresqlMajor != programMajor) {
            throw new BackupException(
                    "the backup is of PostgreSQL " + postgresqlMajor + ", this program brings PostgreSQL "
                            + programMajor + ", which cannot read its files",
                    "restore it with Hearthwatch " + hearthwatch
                            + ", which wrote it; docs/operations.md says how to move"
                            + " the data to another PostgreSQL");
        }
    }

    private BackupException newer(String why) {
        return new BackupException(
                "the backup was made by a newer Hearthwatch (" + hearthwatch + ") than this one: " + why,
                "restore it with that version or a newer one");
    }
}
