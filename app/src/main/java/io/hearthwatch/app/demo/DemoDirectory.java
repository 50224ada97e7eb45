package io.hearthwatch.app.demo;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a demo keeps its data: a directory that the user named and keeps, or a temporary one that goes with the demo. */
final class DemoDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoDirectory.class);

    private final Path path;
    private final boolean temporary;

    private DemoDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    static DemoDirectory choose(StoreOptions store) {
        if (store.server().isPresent()) {
            throw CommandFailure.usage("the demo runs on a database of its own", "leave --database out");
        }
        if (store.namesDirectory()) {
            Path named = store.dataDirectory();
            if (Files.exists(named.resolve("pg"))) {
                throw CommandFailure.usage(
                        named + " holds data already, and the demo begins with an empty database",
                        "name another --data-dir, or look at what is there with: hearthwatch serve --clock driven --data-dir "
                                + named);
            }
            return new DemoDirectory(named, false);
        }
        try {
            return new DemoDirectory(Files.createTempDirectory("hearthwatch-demo-"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("cannot remove {}: {}", path, e.getMessage());
        }
    }
}
