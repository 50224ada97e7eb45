package io.hearthwatch.database.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads what {@link ArchiveWriter} wrote, and believes none of it before it has compared every checksum. */
final class ArchiveReader {
    static final String MANIFEST = "hearthwatch-backup.json";
    private static final Path CLUSTER = Path.of("pg");
    private static final int MANIFEST_LIMIT = 1 << 20;
    private static final int BUFFER = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BackupProgress progress;
    private final byte[] buffer = new byte[BUFFER];

    ArchiveReader(Path file, BackupProgress progress) {
        this.file = file;
        this.progress = progress;
    }

    /** What the archive says of itself. */
    Manifest manifest() throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(unpacked(Files.newInputStream(file)), "UTF-8")) {
            TarArchiveEntry first = tar.getNextEntry();
            if (first == null || !first.getName().equals(MANIFEST) || first.getSize() > MANIFEST_LIMIT) {
                throw notOurs(null);
            }
            return JSON.readValue(tar.readAllBytes(), Manifest.class);
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw notOurs(e);
        }
    }

    private BackupException notOurs(IOException cause) {
        return new BackupException(
                file + " is not a backup of Hearthwatch, or its beginning is damaged",
                "name a file that `hearthwatch backup` wrote",
                cause);
    }

    /**
     * Reads the whole archive and compares every checksum.
     *
     * @param into directory that the {@code pg/} of the archive becomes, or null to check only
     * @throws BackupException if anything is damaged or missing
     */
    BackupReport read(Manifest manifest, Path into) throws IOException {
        Map<String, String> sums = new HashMap<>();
        Map<String, String> expected = null;
        long bytes = 0;
        long archiveBytes = Files.size(file);
        String what = into == null ? "checking" : "restoring";
        try (Counted in = new Counted(Files.newInputStream(file));
                InputStream unpacked = unpacked(in);
                TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (expected != null) {
                    throw damaged("it goes on after its checksums", null);
                }
                String name = entry.getName();
                if (name.equals(ArchiveWriter.SUMS)) {
                    expected = sums(tar);
                } else if (entry.isDirectory()) {
                    directory(into, name);
                } else if (entry.isFile() && !sums.containsKey(name)) {
                    sums.put(name, file(into, name, tar));
                    bytes += entry.getSize();
                } else {
                    throw damaged("it has an entry " + name + " that no backup has", null);
                }
                progress.at(what, in.count, archiveBytes);
            }
            while (unpacked.read(buffer) >= 0) {
                // To the end, where the compression has a checksum of its own, which only unpacking compares.
            }
        } catch (java.nio.file.FileSystemException e) {
            throw e; // the disk that we write to
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e.getMessage(), e);
        }
        compare(sums, expected);
        return new BackupReport(file, manifest, sums.size(), bytes, archiveBytes);
    }

    private void compare(Map<String, String> sums, Map<String, String> expected) {
        if (expected == null) {
            throw damaged("it ends early", null);
        }
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            String sum = sums.remove(entry.getKey());
            if (!entry.getValue().equals(sum)) {
                throw damaged(entry.getKey() + (sum == null ? " is missing" : " is not what was written"), null);
            }
        }
        if (!sums.isEmpty()) {
            throw damaged("it has files without a checksum", null);
        }
        sums.putAll(expected);
    }

    private BackupException damaged(String how, Exception cause) {
        return new BackupException(
                "the backup " + file + " is damaged: " + how,
                "take another one; make backups with --verify checked on the disk that they are kept on",
                cause);
    }

    private static void directory(Path into, String name) throws IOException {
        Path target = target(into, name);
        if (target != null) {
            Files.createDirectories(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private String file(Path into, String name, InputStream content) throws IOException {
        Path target = target(into, name);
        MessageDigest digest = ArchiveWriter.sha256();
        try (OutputStream out = target == null ? OutputStream.nullOutputStream() : create(target)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
                write(out, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void write(OutputStream out, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is not the archive that is wrong
        }
    }

    private static OutputStream create(Path target) throws IOException {
        Files.createFile(target, io.hearthwatch.database.embedded.SafeFiles.OWNER_ONLY);
        return Files.newOutputStream(target);
    }

    /** Where an entry goes: nowhere for what is not of the cluster, and never out of the directory. */
    private static Path target(Path into, String name) throws IOException {
        if (name.equals(MANIFEST)) {
            return null;
        }
        Path path = Path.of(name).normalize();
        if (!path.startsWith(CLUSTER)) {
            throw new IOException("it has an entry " + name + " that no backup has");
        }
        return into == null ? null : into.resolve(CLUSTER.relativize(path));
    }

    private static Map<String, String> sums(InputStream content) throws IOException {
        Map<String, String> sums = new HashMap<>();
        // Not closed: it is the archive's stream.
        BufferedReader lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int gap = line.indexOf("  ");
            if (gap != 64) {
                throw new IOException("its checksums cannot be read");
            }
            sums.put(line.substring(gap + 2), line.substring(0, gap));
        }
        return sums;
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        return new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
    }

    /** Counts what was read of the compressed file. */
    private static final class Counted extends java.io.FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
