package io.hearthwatch.predictor.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.predictor.Progress;
import java.nio.file.Path;
import java.util.Set;

/** A kind of long work on models that can be asked for over HTTP. Thread-safe. */
public interface ModelJob {
    /** Its name in a request, such as {@code train}: one lower-case word with underscores. */
    String command();

    /** The names of all arguments that it takes: those of the command line's options, with _ for -. */
    Set<String> arguments();

    /**
     * Reads and checks what is asked for, quickly; what can only be known by looking at the data is left to the work.
     *
     * @throws io.hearthwatch.predictor.PredictionException if it makes no sense
     */
    Work prepare(JobArguments arguments);

    /** The work itself. */
    interface Work {
        /**
         * Does it, on the thread of the jobs. The progress is to be told now and then: it is also how the work learns that it is cancelled,
         * by an exception that it must let through.
         *
         * @param who asked for it, for the audit log
         * @return the result, as {@code --json} writes it
         */
        JsonNode run(String who, Progress progress);
    }

    /** Work that leaves a file to be downloaded. */
    interface FileWork extends Work {
        /** What the file is to be called. */
        String fileName();

        /** Such as {@code text/csv}. */
        String mediaType();

        /**
         * Does the work.
         *
         * @param file to write to; kept until some days after the job
         */
        JsonNode run(String who, Progress progress, Path file);

        @Override
        default JsonNode run(String who, Progress progress) {
            throw new UnsupportedOperationException("this work writes a file");
        }
    }
}
