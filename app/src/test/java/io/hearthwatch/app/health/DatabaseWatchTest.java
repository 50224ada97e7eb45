package io.hearthwatch.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DatabaseWatchTest {
    private final AtomicBoolean answers = new AtomicBoolean(true);
    private final AtomicBoolean runs = new AtomicBoolean(true);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aServerThatHasEndedIsDownBeforeItIsAskedAgain() {
        DatabaseWatch watch = new DatabaseWatch(answers::get, runs::get, nanos::get);
        watch.ask();
        assertThat(watch.health().well()).isTrue();
        runs.set(false);
        assertThat(watch.health().well()).isFalse();
        runs.set(true);
        assertThat(watch.health().well()).isTrue();
    }

    @Test
    void aServerThatKeepsUsWaitingIsDownWhileWeWait() {
        AtomicBoolean upSoonAfter = new AtomicBoolean();
        AtomicBoolean upWhileWaiting = new AtomicBoolean(true);
        AtomicReference<String> said = new AtomicReference<>();
        DatabaseWatch[] watch = new DatabaseWatch[1];
        watch[0] = new DatabaseWatch(
                () -> {
                    nanos.addAndGet(1_400_000_000L);
                    upSoonAfter.set(watch[0].up());
                    nanos.addAndGet(200_000_000L);
                    upWhileWaiting.set(watch[0].up());
                    said.set(watch[0].health().detail());
                    return true;
                },
                runs::get,
                nanos::get);
        watch[0].ask();
        assertThat(upSoonAfter).as("it may be busy").isTrue();
        assertThat(upWhileWaiting).isFalse();
        assertThat(said).hasValue("has not answered for 2 s");
        assertThat(watch[0].up()).as("it answered in the end").isTrue();
    }
}
