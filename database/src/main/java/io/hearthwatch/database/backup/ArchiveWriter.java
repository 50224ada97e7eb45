package io.hearthwatch.database.backup;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a gzipped tar whose last entry, {@code SHA256SUMS}, has the checksum of every file before it, as {@code sha256sum -c} reads them. An
 * archive without that entry is not whole.
 */
final class ArchiveWriter implements Closeable {
    static final String SUMS = "SHA256SUMS";
    private static final int BUFFER = 1 << 16;
    private static final int FILE_MODE = 0100600;
    private static final int DIRECTORY_MODE = 040700;

    private final TarArchiveOutputStream tar;
    private final long time;
    private final StringBuilder sums = new StringBuilder();
    private final byte[] buffer = new byte[BUFFER];
    private final MessageDigest digest = sha256();
    private int files;

    /**
     * @param out where to; closed with this
     * @param epochMillis time that all entries bear
     */
    ArchiveWriter(OutputStream out, long epochMillis) throws IOException {
        tar = new TarArchiveOutputStream(new BufferedOutputStream(new FastGzip(out), BUFFER), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        time = epochMillis;
    }

    void directory(String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(DIRECTORY_MODE);
        entry.setModTime(time);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    void file(String name, byte[] content) throws IOException {
        begin(name, content.length);
        write(content, content.length);
        end(name);
    }

    /** Writes exactly so many bytes: a file that has grown since is cut, one that has shrunk is filled with zeros. */
    void file(String name, InputStream content, long size) throws IOException {
        begin(name, size);
        long left = size;
        while (left > 0) {
            int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                break;
            }
            write(buffer, read);
            left -= read;
        }
        java.util.Arrays.fill(buffer, (byte) 0);
        while (left > 0) {
            int some = (int) Math.min(buffer.length, left);
            write(buffer, some);
            left -= some;
        }
        end(name);
    }

    /** Number of files so far. */
    int files() {
        return files;
    }

    /** Writes the checksums and the archive's end. */
    void finish() throws IOException {
        byte[] lines = sums.toString().getBytes(StandardCharsets.UTF_8);
        begin(SUMS, lines.length);
        write(lines, lines.length);
        tar.closeArchiveEntry();
        tar.finish();
        tar.flush();
    }

    private void begin(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(FILE_MODE);
        entry.setSize(size);
        entry.setModTime(time);
        tar.putArchiveEntry(entry);
        digest.reset();
    }

    private void write(byte[] bytes, int length) throws IOException {
        tar.write(bytes, 0, length);
        digest.update(bytes, 0, length);
    }

    private void end(String name) throws IOException {
        tar.closeArchiveEntry();
        sums.append(HexFormat.of().formatHex(digest.digest()))
                .append("  ")
                .append(name)
                .append('\n');
        files++;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** Speed before size: the slowest part of a backup is its compression. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
