package io.hearthwatch.database.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a PostgreSQL cluster that a base backup takes: all but what the server makes anew at its start, which is what pg_basebackup
 * leaves out too. The write-ahead log is taken apart, after everything else.
 *
 * @param directories relative, parents first, with those whose content is left out
 * @param files relative, without {@code global/pg_control}, which goes last
 * @param bytes their size at the time of looking
 */
record ClusterFiles(List<Path> directories, List<Path> files, long bytes) {
    static final Path CONTROL = Path.of("global", "pg_control");
    static final Path WAL = Path.of("pg_wal");

    private static final Set<Path> EMPTIED = Set.of(
            WAL,
            Path.of("pg_replslot"),
            Path.of("pg_dynshmem"),
            Path.of("pg_notify"),
            Path.of("pg_serial"),
            Path.of("pg_snapshots"),
            Path.of("pg_stat_tmp"),
            Path.of("pg_subtrans"));
    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "current_logfiles",
            "backup_label",
            "tablespace_map",
            "backup_manifest",
            "postgresql.auto.conf.tmp");
    /** A relation of a session's own: its session is gone when the copy is used. */
    private static final Pattern TEMPORARY_RELATION = Pattern.compile("t\\d+_\\d+(_\\w+)?(\\.\\d+)?");

    static ClusterFiles of(Path cluster) throws IOException {
        List<Path> directories = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        long[] bytes = {0};
        Files.walkFileTree(cluster, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                Path relative = cluster.relativize(directory);
                String name = directory.getFileName().toString();
                if (name.startsWith("pgsql_tmp")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!directory.equals(cluster)) {
                    directories.add(relative);
                }
                return EMPTIED.contains(relative) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = cluster.relativize(file);
                if (attributes.isRegularFile() && wanted(relative)) {
                    files.add(relative);
                    bytes[0] += attributes.size();
                } else if (attributes.isSymbolicLink()) {
                    link(relative);
                }
                return FileVisitResult.CONTINUE;
            }

            private void link(Path relative) throws IOException {
                if (relative.equals(WAL)) {
                    directories.add(relative); // the log on a disk of its own; in the copy it is a plain directory
                } else {
                    throw new IOException(
                            relative + " leads out of the database's directory; tablespaces cannot be backed up");
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // dropped since; the log says so
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                if (e == null || e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        // The server looks for it and does not make it.
        directories.add(WAL.resolve("archive_status"));
        directories.add(WAL.resolve("summaries"));
        return new ClusterFiles(directories, files, bytes[0]);
    }

    private static boolean wanted(Path relative) {
        String name = relative.getFileName().toString();
        return !LEFT_OUT.contains(name)
                && !name.startsWith("pgsql_tmp")
                && !name.startsWith("pg_internal.init")
                && !TEMPORARY_RELATION.matcher(name).matches()
                && !relative.equals(CONTROL);
    }
}
