package io.hearthwatch.app.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a database's files lie, as far as room for them goes. */
@FunctionalInterface
public interface Disk {
    /**
     * What there is now. May block for as long as a network file system does.
     *
     * @throws IOException if the system does not tell
     */
    Room room() throws IOException;

    /**
     * @param total bytes of the disk
     * @param free bytes that are left for us
     */
    record Room(long total, long free) {}

    /** The disk of a data directory; where the write-ahead log lies on another, the one with less room. */
    static Disk of(Path dataDirectory) {
        return () -> {
            List<Path> places = new ArrayList<>();
            for (Path place : List.of(dataDirectory.resolve("pg"), dataDirectory.resolve("pg/pg_wal"))) {
                if (Files.isDirectory(place)) {
                    places.add(place);
                }
            }
            if (places.isEmpty()) {
                places.add(dataDirectory);
            }
            Room least = null;
            for (Path place : places) {
                FileStore store = Files.getFileStore(place);
                Room room = new Room(store.getTotalSpace(), store.getUsableSpace());
                if (least == null || room.free < least.free) {
                    least = room;
                }
            }
            return least;
        };
    }
}
