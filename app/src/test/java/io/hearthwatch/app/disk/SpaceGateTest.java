package io.hearthwatch.app.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceGateTest {
    private static final long GB = 1_000_000_000L;

    private final AtomicLong free = new AtomicLong(50 * GB);
    private final Inside inside = new Inside();

    private SpaceGate gate() {
        return new SpaceGate(inside, () -> new Disk.Room(100 * GB, free.get()), MinFree.DEFAULT);
    }

    @Test
    void messagesAreTakenWhileThereIsRoom() {
        try (SpaceGate gate = gate()) {
            gate.look();
            assertThat(gate.isSaturated()).isFalse();
            free.set(2 * GB);
            gate.look();
            assertThat(gate.isSaturated()).isFalse();
            assertThat(gate.state()).isEqualTo(new SpaceState(true, 2 * GB, 2 * GB));
        }
    }

    @Test
    void aDiskNearlyFullStopsSourcesUntilThereIsATenthMoreThanItTakes() {
        try (SpaceGate gate = gate()) {
            AtomicInteger resumed = new AtomicInteger();
            free.set(2 * GB - 1);
            gate.look();
            assertThat(gate.isSaturated()).isTrue();
            gate.whenRelieved(resumed::incrementAndGet);
            free.set(2 * GB + 1);
            gate.look();
            assertThat(gate.isSaturated()).as("too little more").isTrue();
            assertThat(resumed).hasValue(0);
            free.set(2 * GB + GB / 5);
            gate.look();
            assertThat(gate.isSaturated()).isFalse();
            assertThat(resumed).hasValue(1);
        }
    }

    @Test
    void whoeverWaitedForRoomStillWaitsForIngest() {
        try (SpaceGate gate = gate()) {
            AtomicInteger resumed = new AtomicInteger();
            free.set(0);
            gate.look();
            gate.whenRelieved(resumed::incrementAndGet);
            inside.saturated = true;
            free.set(50 * GB);
            gate.look();
            assertThat(resumed).hasValue(0);
            assertThat(gate.isSaturated()).isTrue();
            inside.relieve();
            assertThat(resumed).hasValue(1);
        }
    }

    @Test
    void aDiskThatDoesNotTellLeavesTheGateAsItIs() {
        AtomicInteger looks = new AtomicInteger();
        try (SpaceGate gate = new SpaceGate(
                inside,
                () -> {
                    if (looks.incrementAndGet() > 1) {
                        throw new IOException("stale file handle");
                    }
                    return new Disk.Room(100 * GB, GB);
                },
                MinFree.DEFAULT)) {
            gate.look();
            gate.look();
            assertThat(gate.state()).isEqualTo(new SpaceState(false, -1, 2 * GB));
        }
    }

    @Test
    void nothingIsKeptFreeWhereThatIsAskedFor() {
        try (SpaceGate gate = new SpaceGate(inside, () -> new Disk.Room(100 * GB, 0), MinFree.parse("0"))) {
            gate.look();
            assertThat(gate.isSaturated()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2GB, 100000000000, 2000000000",
        "512 MiB, 100000000000, 536870912",
        "5%, 100000000000, 5000000000",
        "0, 100000000000, 0",
        "2g, 1000000000, 1000000000"
    })
    void sizesAreReadAsPeopleWriteThem(String text, long total, long expected) {
        assertThat(MinFree.parse(text).of(total)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lots", "-1", "100%", "NaN%", "%", "2XB", "999999999999TB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> MinFree.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDefaultIsATwentiethOfASmallDisk() {
        assertThat(MinFree.DEFAULT.of(10 * GB)).isEqualTo(GB / 2);
        assertThat(MinFree.DEFAULT.of(1000 * GB)).isEqualTo(2 * GB);
    }

    /** Takes nothing in this test, but may be saturated. */
    private static final class Inside implements MessageSink {
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean saturated;

        @Override
        public Future<Verdict> accept(ReceivedMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSaturated() {
            return saturated;
        }

        @Override
        public void whenRelieved(Runnable resume) {
            if (saturated) {
                waiting.add(resume);
            } else {
                resume.run();
            }
        }

        void relieve() {
            saturated = false;
            waiting.forEach(Runnable::run);
        }
    }
}
