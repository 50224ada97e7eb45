package io.hearthwatch.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the files that a mapping names. A name stands for the file, plain or with {@code .gz}, whichever there is. */
final class DataFiles {
    private static final String GZ = ".gz";

    private final Path dir;

    DataFiles(Path dir) {
        this.dir = dir;
    }

    /** Files of that name or glob, in order of name. Of a plain and a compressed one of the same name, the one that is named. */
    List<Path> find(String pattern) {
        if (pattern.isEmpty()) {
            return List.of();
        }
        if (pattern.matches(".*[*?\\[{].*")) {
            return glob(pattern);
        }
        Path exact = dir.resolve(pattern);
        Path other = dir.resolve(pattern.endsWith(GZ) ? plain(pattern) : pattern + GZ);
        return Stream.of(exact, other).filter(Files::isRegularFile).limit(1).toList();
    }

    private List<Path> glob(String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + plain(pattern));
        boolean compressedFirst = pattern.endsWith(GZ);
        TreeMap<String, Path> byPlainName = new TreeMap<>();
        try (Stream<Path> tree =
                Files.walk(dir, 1 + (int) pattern.chars().filter(c -> c == '/').count())) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                String name = dir.relativize(path).toString();
                if (matcher.matches(Path.of(plain(name)))) {
                    boolean preferred = name.endsWith(GZ) == compressedFirst;
                    byPlainName.merge(plain(name), path, (before, now) -> preferred ? now : before);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(byPlainName.values());
    }

    private static String plain(String name) {
        return name.endsWith(GZ) ? name.substring(0, name.length() - GZ.length()) : name;
    }

    /** For people: relative to the directory where it is inside. */
    String name(Path file) {
        return file.startsWith(dir) ? dir.relativize(file).toString() : file.toString();
    }
}
