package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A job that leaves a file of so many lines. */
final class LinesJob implements ModelJob {
    @Override
    public String command() {
        return "lines";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("lines");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        long lines = arguments.number("lines", 0, 1_000_000).orElseThrow();
        return new FileWork() {
            @Override
            public String fileName() {
                return "lines \"of\" it.csv";
            }

            @Override
            public String mediaType() {
                return "text/csv";
            }

            @Override
            public JsonNode run(String who, Progress progress, Path file) {
                try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                    for (int i = 0; i < lines; i++) {
                        writer.write(i + "\n");
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return Json.object().put("rows", lines);
            }
        };
    }
}
