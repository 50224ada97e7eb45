package io.hearthwatch.predictor.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.predictor.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
    private final TestDatabase test = TestDatabase.create();
    private final JobStore jobs = prepared();
    private final FileStore files = new FileStore(test.database());

    @TempDir
    private Path folder;

    private JobStore prepared() {
        test.database().migrate("prediction");
        return new JobStore(test.database());
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long job() {
        jobs.add("export", JsonNodeFactory.instance.objectNode(), "test", NOW, 5);
        return jobs.begin(NOW).orElseThrow().id();
    }

    private Path file(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(5).nextBytes(content);
        return Files.write(folder.resolve("f"), content);
    }

    @Test
    void fileIsKeptInPartsUntilSomeDaysAfterItsJob() throws IOException {
        long job = job();
        Path file = file((1 << 20) + 17);
        files.keep(job, "t.csv", "text/csv", file, Progress.NONE);
        jobs.end(job, JobInfo.State.DONE, null, null, null, NOW);
        byte[] whole = Files.readAllBytes(file);
        assertThat(jobs.find(job).orElseThrow().file()).isEqualTo(new JobFile("t.csv", "text/csv", whole.length));
        assertThat(files.part(job, 0).orElseThrow()).hasSize(1 << 20).startsWith(whole[0], whole[1]);
        assertThat(files.part(job, 1).orElseThrow()).hasSize(17).endsWith(whole[whole.length - 1]);
        assertThat(files.part(job, 2)).isEmpty();

        files.forget(NOW);
        assertThat(files.part(job, 0)).as("not older than that").isPresent();
        files.forget(NOW.plus(Duration.ofMillis(1)));
        assertThat(files.part(job, 0)).isEmpty();
        assertThat(jobs.find(job).orElseThrow().file()).isNull();
    }

    @Test
    void whatACancelledJobHadKeptGoes() throws IOException {
        long job = job();
        Path file = file(3 << 20);
        assertThatThrownBy(() -> files.keep(job, "t.csv", "text/csv", file, (phase, done, total) -> {
                    if (done > 1 << 20) {
                        throw new IllegalStateException("cancelled");
                    }
                }))
                .hasMessage("cancelled");
        assertThat(jobs.find(job).orElseThrow().file()).isNull();
        assertThat(files.part(job, 0)).isPresent();
        jobs.end(job, JobInfo.State.CANCELLED, null, null, null, NOW);
        files.forget(NOW.minus(Duration.ofDays(7)));
        assertThat(files.part(job, 0)).isEmpty();
    }
}
