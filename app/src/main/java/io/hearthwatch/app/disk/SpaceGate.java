package io.hearthwatch.app.disk;

import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before ingest: says that it is saturated while the disk has less room than it should keep, so that sources stop reading, and goes on by
 * itself once there is room again. What was taken before is stored as ever; nothing else of the service stops. Thread-safe; the disk is
 * looked at on a thread of its own, since that may block.
 */
public final class SpaceGate implements MessageSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SpaceGate.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final MessageSink inside;
    private final Disk disk;
    private final MinFree minFree;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "disk-space");
        thread.setDaemon(true);
        return thread;
    });
    private volatile SpaceState state = new SpaceState(true, -1, 0);
    private boolean blind;
    private ScheduledFuture<?> looking;

    /**
     * @param inside where messages go
     * @param disk where they are stored in the end
     */
    public SpaceGate(MessageSink inside, Disk disk, MinFree minFree) {
        this.inside = inside;
        this.disk = disk;
        this.minFree = minFree;
    }

    /** Looks at the disk now, and from here on once a second. */
    public synchronized SpaceGate start() {
        look();
        looking = timer.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** What the last look saw. */
    public SpaceState state() {
        return state;
    }

    /** Opens or closes the gate by what the disk says now. */
    synchronized void look() {
        Disk.Room room;
        try {
            room = disk.room();
            blind = false;
        } catch (IOException | RuntimeException e) {
            if (!blind) {
                log.warn("cannot tell how much room the disk has; taking messages as before: {}", e.toString());
            }
            blind = true;
            state = new SpaceState(state.open(), -1, state.minFree());
            return;
        }
        boolean wasOpen = state.open();
        long least = minFree.of(room.total());
        // A tenth more to open than to close, lest sources stop and go with every message.
        boolean open = room.free() >= (wasOpen ? least : least + least / 10);
        state = new SpaceState(open, room.free(), least);
        if (wasOpen && !open) {
            log.error(
                    "the disk is nearly full: {} free, {} are to stay free (--min-free). Messages of appliances are not taken until there"
                            + " is more room; what was acknowledged is stored, and pages go on",
                    Size.text(room.free()),
                    Size.text(least));
        } else if (!wasOpen && open) {
            log.info("the disk has room again ({} free); messages of appliances are taken", Size.text(room.free()));
            letGo();
        }
    }

    @Override
    public Future<Verdict> accept(ReceivedMessage message) {
        return inside.accept(message);
    }

    @Override
    public boolean isSaturated() {
        return !state.open() || inside.isSaturated();
    }

    @Override
    public void whenRelieved(Runnable resume) {
        if (state.open()) {
            inside.whenRelieved(resume);
            return;
        }
        waiting.add(resume);
        if (state.open()) {
            letGo(); // it opened while this was added
        }
    }

    private void letGo() {
        for (Runnable resume = waiting.poll(); resume != null; resume = waiting.poll()) {
            try {
                inside.whenRelieved(resume);
            } catch (RuntimeException e) {
                log.error("a source of messages could not be told to go on", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (looking != null) {
            looking.cancel(false);
        }
        timer.shutdownNow();
    }
}
