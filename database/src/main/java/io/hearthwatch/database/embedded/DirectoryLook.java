package io.hearthwatch.database.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.ConnectionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** What can be seen of a data directory without touching it: no lock is taken, nothing is started or unpacked. */
public final class DirectoryLook {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final long ownerPid;

    private DirectoryLook(Path home) {
        this.home = home;
        this.ownerPid =
                read("owner.json").map(json -> json.path("pid").asLong(-1)).orElse(-1L);
    }

    /** Looks at a directory, which may not exist. */
    public static DirectoryLook at(Path directory) {
        return new DirectoryLook(directory.toAbsolutePath().normalize());
    }

    public Path path() {
        return home;
    }

    /** Whether there is a database in it. */
    public boolean hasDatabase() {
        return Files.exists(home.resolve("pg"));
    }

    /** Whether a restore into it began and did not end. */
    public boolean unfinishedRestore() {
        return Files.exists(home.resolve(EmbeddedServer.UNFINISHED));
    }

    /** Whether this user may read what is in it. */
    public boolean readable() {
        return Files.isReadable(home.resolve("password")) && Files.isReadable(home.resolve("pg/PG_VERSION"));
    }

    /** The user that the directory belongs to. */
    public String owner() {
        try {
            return Files.getOwner(home).getName();
        } catch (IOException e) {
            return "(unknown)";
        }
    }

    /** Whether other users of the machine may look into it. */
    public boolean openToOthers() {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(home);
            return permissions.stream().anyMatch(p -> !p.name().startsWith("OWNER_"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Major version of the PostgreSQL that made the data, or -1 if it cannot be read. */
    public int postgresMajor() {
        try {
            return Integer.parseInt(Files.readString(home.resolve("pg/PG_VERSION"), StandardCharsets.UTF_8)
                    .strip());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /** Whether this build brings PostgreSQL's programs for this system. */
    public boolean programsForThisPlatform() {
        return Binaries.forThisPlatform();
    }

    /** Major version of the PostgreSQL that this program brings, or -1 where it was not unpacked yet. */
    public int programsMajor(Path cache) {
        try {
            Optional<Path> unpacked = Binaries.unpackedIn(Binaries.place(home, cache));
            return unpacked.isPresent() ? EmbeddedServer.majorVersion(unpacked.get()) : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that last owned the directory, or -1. */
    public long ownerPid() {
        return ownerPid;
    }

    /** Whether that process lives. */
    public boolean ownerAlive() {
        return ownerPid > 0
                && ProcessHandle.of(ownerPid)
                        .filter(ProcessHandle::isAlive)
                        // A process id is reused in time.
                        .filter(handle -> handle.info().command().orElse("java").contains("java"))
                        .isPresent();
    }

    /** Whether it ended without taking its notes away. */
    public boolean leftByKilledOwner() {
        return !ownerAlive() && Files.exists(home.resolve("server.json"));
    }

    /** The running owner's server; nothing if there is none or it is starting. */
    public Optional<ConnectionSettings> server() {
        return ownerAlive()
                ? read("server.json")
                        .map(json -> new ConnectionSettings(
                                json.path("url").asText(),
                                json.path("user").asText(),
                                json.path("password").asText()))
                : Optional.empty();
    }

    private Optional<JsonNode> read(String name) {
        Path file = home.resolve(name);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
