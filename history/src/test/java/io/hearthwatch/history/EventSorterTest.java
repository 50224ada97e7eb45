package io.hearthwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSorterTest {
    private static final Instant START = Instant.parse("2015-01-01T00:00:00Z");

    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 1_000})
    void eventsBeyondMemoryAreSortedLikeThoseInMemory(int count) {
        List<RecordedEvent> events = events(count);
        EventSorter sorter = new EventSorter(temp, 10, 4);
        events.forEach(sorter::add);
        List<RecordedEvent> sorted = new ArrayList<>();
        try (EventStream stream = sorter.sorted()) {
            stream.forEachRemaining(sorted::add);
        }
        List<RecordedEvent> expected = new ArrayList<>(events);
        // A stable sort: equal ones stay in the order in which they were added.
        expected.sort(Comparator.comparing(RecordedEvent::time).thenComparing(RecordedEvent::kind));
        assertThat(sorted)
                .extracting(EventSorterTest::text)
                .isEqualTo(expected.stream().map(EventSorterTest::text).toList());
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void whatFitsIntoMemoryLeavesTheDiskAlone() {
        EventSorter sorter = new EventSorter(temp.resolve("absent"), 10, 4);
        events(9).forEach(sorter::add);
        try (EventStream stream = sorter.sorted()) {
            assertThat(stream).toIterable().hasSize(9);
        }
        assertThat(temp.resolve("absent")).doesNotExist();
    }

    @Test
    void streamClosedEarlyLeavesNoFile() {
        EventSorter sorter = new EventSorter(temp, 10, 4);
        events(200).forEach(sorter::add);
        try (EventStream stream = sorter.sorted()) {
            stream.next();
            assertThat(temp).isNotEmptyDirectory();
        }
        assertThat(temp).isEmptyDirectory();
    }

    private static List<RecordedEvent> events(int count) {
        Random random = new Random(count);
        List<RecordedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordPlace place = new RecordPlace("f.csv", i);
            Instant time = START.plusSeconds(random.nextInt(20));
            Instant received = time.plusMillis(i);
            events.add(
                    switch (random.nextInt(4)) {
                        case 0 ->
                            new RecordedReading(
                                    place, "a", "washer", time, received, new String[] {null, "1.50", "spin"});
                        case 1 -> new RecordedFault(place, "a", "washer", time, received, "E1", random.nextBoolean());
                        case 2 -> new RecordedFailure(place, "b", "washer", time, received, "pump");
                        default ->
                            new RecordedRepair(
                                    place,
                                    "b",
                                    "washer",
                                    time,
                                    received,
                                    "pump",
                                    random.nextBoolean() ? null : Boolean.valueOf(random.nextBoolean()));
                    });
        }
        return events;
    }

    private static String text(RecordedEvent event) {
        return event instanceof RecordedReading reading
                ? reading.place() + " " + reading.time() + " " + reading.receivedAt() + " " + reading.appliance()
                        + Arrays.toString(reading.values())
                : event.toString();
    }
}
