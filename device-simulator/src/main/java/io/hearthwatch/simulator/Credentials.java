package io.hearthwatch.simulator;

import io.hearthwatch.simulator.outside.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The secrets that appliances connect with, as {@code import --credentials-out} and {@code appliance import
 * --credentials-out} write them: CSV with the header {@value #HEADER}, one appliance a line. Never printed: the file is
 * the only copy.
 */
public final class Credentials {
    private static final String HEADER = "appliance,secret";

    private final Map<String, String> secrets;

    /** @param secrets secret by appliance id */
    public Credentials(Map<String, String> secrets) {
        this.secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    /** Secret by appliance id, in file order. */
    public Map<String, String> secrets() {
        return secrets;
    }

    /** Reads a file that {@link #write} wrote; a line that is not {@code appliance,secret} is an error naming it. */
    public static Credentials read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ServiceException("cannot read credentials file " + file, "give a file that can be read");
        }
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw new ServiceException(
                    file + ":1: a credentials file starts with " + HEADER,
                    "give the file that import --credentials-out wrote");
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            int comma = line.indexOf(',');
            if (comma < 1 || comma == line.length() - 1) {
                // The line itself may hold a secret: only its number is shown.
                throw new ServiceException(
                        file + ":" + (i + 1) + ": not " + HEADER, "one appliance id, a comma, its secret");
            }
            secrets.put(line.substring(0, comma), line.substring(comma + 1));
        }
        return new Credentials(secrets);
    }

    /** Writes the file whole or not at all, readable by its owner only. */
    public void write(Path file) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        secrets.forEach(
                (id, secret) -> text.append(id).append(',').append(secret).append('\n'));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path half = createPrivate(folder, file.getFileName().toString());
            Files.writeString(half, text);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write credentials file " + file, e);
        }
    }

    private static Path createPrivate(Path folder, String name) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createTempFile(folder, name, ".part");
        }
        return Files.createTempFile(
                folder,
                name,
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Says how many, never which. */
    @Override
    public String toString() {
        return secrets.size() + " credentials";
    }
}
