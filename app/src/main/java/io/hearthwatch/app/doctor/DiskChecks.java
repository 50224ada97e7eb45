package io.hearthwatch.app.doctor;

import io.hearthwatch.app.disk.Disk;
import io.hearthwatch.app.disk.MinFree;
import io.hearthwatch.app.disk.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The disk of the data directory: room, kind of file system, and how long it takes until something is safely on it. */
final class DiskChecks {
    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");
    private static final Set<String> NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph");
    private static final int TRIALS = 8;
    private static final double SLOW_MILLIS = 25;

    private final Path directory;
    private final MinFree minFree;

    DiskChecks(Path directory, MinFree minFree) {
        this.directory = directory;
        this.minFree = minFree;
    }

    List<Finding> look() {
        Path there = directory.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null) {
            return List.of(Finding.error("disk", "there is no place " + directory, "name another one with --data-dir"));
        }
        List<Finding> found = new ArrayList<>();
        try {
            found.add(room(Disk.of(there).room()));
            found.add(kind(Files.getFileStore(there).type()));
        } catch (IOException e) {
            found.add(Finding.error("disk", "cannot look at the disk of " + there + ": " + e, "check the path"));
        }
        if (!Files.isWritable(there)) {
            found.add(Finding.error(
                    "disk writable",
                    System.getProperty("user.name") + " may not write to " + there,
                    "change its owner, or name another directory with --data-dir"));
        } else if (Files.exists(directory)) {
            found.add(speed(there));
        }
        return found;
    }

    private Finding room(Disk.Room room) {
        long least = minFree.of(room.total());
        String says = Size.text(room.free()) + " of " + Size.text(room.total()) + " free";
        if (room.free() < least) {
            return Finding.error(
                    "disk room",
                    says + ", less than the " + Size.text(least)
                            + " of --min-free: messages of appliances are not taken",
                    "make room, move the data to a larger disk (backup and restore), or lower --min-free");
        }
        return room.free() < 2 * least
                ? Finding.warning(
                        "disk room", says + "; below " + Size.text(least) + " messages are not taken", "make room")
                : Finding.ok("disk room", says);
    }

    static Finding kind(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        if (MEMORY.contains(name)) {
            return Finding.warning(
                    "file system",
                    type + " is memory: the data is gone after a restart of the machine",
                    "name a directory on a disk with --data-dir");
        }
        if (NETWORK.contains(name)) {
            return Finding.warning(
                    "file system",
                    type + " is on the network, where locks and fsync may not hold what they promise",
                    "use a local disk");
        }
        return name.equals("overlay")
                ? Finding.warning(
                        "file system",
                        "overlay is a container's own layer: the data goes with the container",
                        "mount a volume and name it with --data-dir")
                : Finding.ok("file system", type);
    }

    /** Writes a small file and has it on the disk a few times; the file is gone afterwards. */
    private static Finding speed(Path place) {
        Path file = null;
        try {
            file = Files.createTempFile(place, ".doctor", ".tmp");
            double[] millis = new double[TRIALS];
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int i = 0; i < TRIALS; i++) {
                    channel.write(ByteBuffer.allocate(8192));
                    long began = System.nanoTime();
                    channel.force(true);
                    millis[i] = (System.nanoTime() - began) / 1e6;
                }
            }
            Arrays.sort(millis);
            return speed(millis[TRIALS / 2]);
        } catch (IOException e) {
            return Finding.error(
                    "disk writable", "cannot write to " + place + ": " + e, "check the disk and its permissions");
        } finally {
            delete(file);
        }
    }

    static Finding speed(double millis) {
        String says = String.format(Locale.ROOT, "%.2f ms until a write is safely on it (fsync)", millis);
        return millis > SLOW_MILLIS
                ? Finding.warning("disk speed", says + "; every commit waits for that", "a local SSD takes 0.1 to 2 ms")
                : Finding.ok("disk speed", says);
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It was made a moment ago; a disk that fails in between is in the findings.
        }
    }
}
