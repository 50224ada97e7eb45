package io.hearthwatch.predictor.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.PromotionRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long work on models: asked for, queued in the database, done one after the other on a thread of its own, in one of the processes on a
 * database. What runs when a service ends is interrupted; what waits then is done by the next one.
 *
 * <p>{@link #submit}, {@link #list}, {@link #find} and {@link #cancel} block on the database for a moment only. Thread-safe.
 */
public final class ModelJobs implements AutoCloseable {
    /** Most jobs that may wait. */
    public static final int MOST_WAITING = 20;

    /** How long after its job a file can be downloaded. */
    public static final Duration FILES_KEPT = Duration.ofDays(7);

    private static final Logger log = LoggerFactory.getLogger(ModelJobs.class);
    /** Of PostgreSQL's advisory locks with one 64-bit key; ASCII for "hw jobs". */
    private static final long KEY = 0x6877_206a_6f62_73L;

    private static final long LOOK_MILLIS = 1_000;
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final JobStore store;
    private final FileStore files;
    private final ProcessLocks locks;
    private final InstantSource clock;
    private final Map<String, ModelJob> kinds = new TreeMap<>();
    private final Semaphore wake = new Semaphore(0);
    private final Thread worker = new Thread(this::work, "model-jobs");
    private volatile boolean closing;
    /** Of the worker's thread. */
    private Instant nextForgotten = Instant.MIN;

    /**
     * Knows kinds of work; does none before {@link #start}.
     *
     * @param predictor has brought the schema up to date
     * @param locks of this process; closed by whoever made them
     */
    public ModelJobs(
            Database database, Predictor predictor, ProcessLocks locks, InstantSource clock, List<ModelJob> kinds) {
        Objects.requireNonNull(predictor);
        this.store = new JobStore(database);
        this.files = new FileStore(database);
        this.locks = locks;
        this.clock = clock;
        kinds.forEach(kind -> this.kinds.put(kind.command(), kind));
    }

    /** Begins to do jobs. */
    public void start() {
        worker.setDaemon(true);
        worker.start();
    }

    /** What can be asked for, and with which arguments. */
    public SortedMap<String, Set<String>> commands() {
        SortedMap<String, Set<String>> commands = new TreeMap<>();
        kinds.forEach((command, kind) -> commands.put(command, new TreeSet<>(kind.arguments())));
        return commands;
    }

    /**
     * Queues a job.
     *
     * @throws PredictionException if there is no such command or the arguments make no sense
     * @throws QueueFullException if too many wait already
     */
    public JobInfo submit(String command, ObjectNode arguments, String who) {
        prepare(command, arguments);
        JobInfo job = store.add(command, arguments, who, clock.instant(), MOST_WAITING)
                .orElseThrow(() -> new QueueFullException(MOST_WAITING + " jobs wait already"));
        wake.release();
        return job;
    }

    private ModelJob.Work prepare(String command, ObjectNode arguments) {
        ModelJob kind = kinds.get(command);
        if (kind == null) {
            throw new PredictionException(
                    "there is no command '" + (command.length() <= 60 ? command : command.substring(0, 60) + "…") + "'",
                    "use one of " + String.join(", ", kinds.keySet()));
        }
        return kind.prepare(new JobArguments(arguments, kind.arguments()));
    }

    /** The newest jobs, newest first. */
    public List<JobInfo> list(int limit) {
        return store.list(limit);
    }

    /** The job of that number. */
    public Optional<JobInfo> find(long id) {
        return store.find(id);
    }

    /** Ends a job that waits at once, and one that runs within moments; the job then, or nothing if there is none. */
    public Optional<JobInfo> cancel(long id) {
        store.cancel(id, clock.instant());
        return store.find(id);
    }

    private void work() {
        while (!closing) {
            boolean busy = false;
            try {
                if (locks.tryLock(KEY)) {
                    // Whatever runs by the books was left behind by a process that is gone: only this thread could run
                    // it.
                    store.interruptAll(clock.instant());
                    forgetFiles();
                    Optional<JobInfo> job = store.begin(clock.instant());
                    job.ifPresent(this::run);
                    busy = job.isPresent();
                }
            } catch (RuntimeException e) {
                log.warn("jobs cannot be looked at now: {}", e.getMessage());
                log.debug("because", e);
            }
            if (!busy && !closing && pausedByInterrupt()) {
                return;
            }
        }
    }

    private boolean pausedByInterrupt() {
        try {
            if (wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void run(JobInfo job) {
        log.info("job {} begins: {} {}", job.id(), job.command(), job.arguments());
        try {
            ModelJob.Work work = prepare(job.command(), (ObjectNode) job.arguments());
            JsonNode result = work instanceof ModelJob.FileWork file
                    ? run(job, file)
                    : work.run(job.who(), new Reporter(job.id()));
            end(job, JobInfo.State.DONE, result, null, null);
        } catch (CancelledException e) {
            if (closing) {
                end(job, JobInfo.State.INTERRUPTED, null, "the service ended while it ran", "ask for it again");
            } else {
                end(job, JobInfo.State.CANCELLED, null, null, null);
            }
        } catch (PredictionException e) {
            end(job, JobInfo.State.FAILED, null, e.getMessage(), e.remedy());
        } catch (PromotionRefusedException e) {
            end(job, JobInfo.State.FAILED, null, e.getMessage(), e.remedy());
        } catch (OutOfMemoryError e) {
            log.error("job {} needs more memory than there is", job.id(), e);
            end(
                    job,
                    JobInfo.State.FAILED,
                    null,
                    "it needs more memory than the service has",
                    "give the service more (-Xmx), or run it with: hearthwatch model");
        } catch (RuntimeException e) {
            log.error("job {} failed", job.id(), e);
            end(
                    job,
                    JobInfo.State.FAILED,
                    null,
                    "a fault in the server; the server's log says more",
                    "report it with the log");
        }
    }

    private JsonNode run(JobInfo job, ModelJob.FileWork work) {
        Progress progress = new Reporter(job.id());
        try {
            Path file = Files.createTempFile("hearthwatch-job", null);
            try {
                JsonNode result = work.run(job.who(), progress, file);
                files.keep(job.id(), work.fileName(), work.mediaType(), file, progress);
                return result;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of the file that a job left, from 0; nothing after the last. */
    public Optional<byte[]> filePart(long id, int part) {
        return files.part(id, part);
    }

    /** Drops files some days after their jobs. */
    private void forgetFiles() {
        Instant now = clock.instant();
        if (now.isBefore(nextForgotten)) {
            return;
        }
        nextForgotten = now.plus(Duration.ofHours(1));
        files.forget(now.minus(FILES_KEPT));
    }

    private void end(JobInfo job, JobInfo.State state, JsonNode result, String error, String hint) {
        store.end(job.id(), state, result, error, hint, clock.instant());
        log.info("job {} is {}{}", job.id(), state.id(), error == null ? "" : ": " + error);
    }

    /** The job is to end. */
    private static final class CancelledException extends RuntimeException {
        CancelledException() {
            super("cancelled", null, false, false);
        }
    }

    /** Writes down how far a job is, not too often, and ends it when somebody wants it to end. */
    private final class Reporter implements Progress {
        private final long id;
        private long told = System.nanoTime() - TELL_NANOS;

        Reporter(long id) {
            this.id = id;
        }

        @Override
        public synchronized void at(String phase, long done, long total) {
            if (closing) {
                throw new CancelledException();
            }
            if (System.nanoTime() - told < TELL_NANOS) {
                return;
            }
            told = System.nanoTime();
            Double share = total <= 0 ? null : Math.min(1.0, (double) done / total);
            if (!store.progress(id, phase, share)) {
                throw new CancelledException();
            }
        }
    }

    /** Lets what runs end, as interrupted, as soon as it tells how far it is. */
    @Override
    public void close() {
        closing = true;
        wake.release();
        try {
            worker.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        locks.unlock(KEY);
    }
}
