package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.database.Database;
import io.hearthwatch.database.TestDatabase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingTurnTest {
    private final TestDatabase test = TestDatabase.create();
    private final Database database = test.database();
    private final CountDownLatch enough = new CountDownLatch(1);

    @AfterEach
    void close() {
        enough.countDown();
        test.close();
    }

    /** Something that trains until it is told that it is enough. */
    private CompletableFuture<String> training() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> training = CompletableFuture.supplyAsync(() ->
                TrainingTurn.await(database, "model tune, kettle, for user ann", Progress.NONE, () -> {
                    begun.countDown();
                    try {
                        return enough.await(60, TimeUnit.SECONDS) ? "trained" : "forgotten";
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        return training;
    }

    @Test
    void secondTrainingWaitsAndSaysForWhat() throws Exception {
        CompletableFuture<String> first = training();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> TrainingTurn.await(
                database, "model train, kettle", (phase, done, total) -> told.add(phase), first::isDone));
        assertThat(told.poll(30, TimeUnit.SECONDS))
                .isEqualTo(
                        "waiting: one training at a time, and another is under way (model tune, kettle, for user ann)");
        assertThat(second).isNotDone();
        enough.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("trained");
        assertThat(second.get(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void whoeverNeedNotTrainNowLeavesItToTheOther() throws Exception {
        CompletableFuture<String> first = training();
        AtomicInteger done = new AtomicInteger();
        assertThat(TrainingTurn.ifFree(database, "retraining", done::incrementAndGet))
                .isFalse();
        enough.countDown();
        first.get(30, TimeUnit.SECONDS);
        assertThat(TrainingTurn.ifFree(database, "retraining", done::incrementAndGet))
                .isTrue();
        assertThat(done).hasValue(1);
    }

    @Test
    void waitingEndsWhenNobodyWantsItAnyMore() throws Exception {
        CompletableFuture<String> other = training();
        assertThatThrownBy(() -> TrainingTurn.await(
                        database,
                        "model train, kettle",
                        (phase, done, total) -> {
                            throw new CancellationException("cancelled");
                        },
                        () -> "trained"))
                .hasMessage("cancelled");
        assertThat(other).isNotDone();
    }

    @Test
    void trainingThatFailsLeavesTheTurnToTheNext() {
        assertThatThrownBy(() -> TrainingTurn.await(database, "model train", Progress.NONE, () -> {
                    throw new IllegalStateException("no room");
                }))
                .hasMessage("no room");
        assertThat(TrainingTurn.ifFree(database, "retraining", () -> {})).isTrue();
    }
}
