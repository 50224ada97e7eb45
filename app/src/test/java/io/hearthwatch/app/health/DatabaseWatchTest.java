package io.hearthwatch.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
        AtomicBoolean upWhileWaiting = new AtomicBoolean(true);
        DatabaseWatch[] watch = new DatabaseWatch[1];
        watch[0] = new DatabaseWatch(
                () -> {
                    nanos.addAndGet(6_000_000_000L);
                    upWhileWaiting.set(watch[0].up());
                    return true;
                },
                runs::get,
                nanos::get);
        watch[0].ask();
        assertThat(upWhileWaiting).isFalse();
        assertThat(watch[0].up()).as("it answered in the end").isTrue();
    }
}
