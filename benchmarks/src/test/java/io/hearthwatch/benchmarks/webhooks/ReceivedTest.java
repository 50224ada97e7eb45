package io.hearthwatch.benchmarks.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceivedTest {
    private final Received received = new Received();

    @Test
    void eventThatComesBeforeTheOneBeforeItWasTakenIsWrong() {
        assertThat(received.came("a", "1", 1)).isEmpty();
        assertThat(received.came("b", "1", 2))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("event 2 came while 0 was the last taken"));
        received.took("a", "1", 1);
        assertThat(received.came("b", "1", 2)).isEmpty();
        assertThat(received.came("c", "2", 1)).as("another ticket's").isEmpty();
    }

    @Test
    void eventThatComesAgainIsARepeatAndNoViolation() {
        received.came("a", "1", 1);
        received.took("a", "1", 1);
        received.came("b", "1", 2);
        received.took("b", "1", 2);
        assertThat(received.came("a", "1", 1)).isEmpty();
        assertThat(received.repeats()).isEqualTo(1);
        assertThat(received.requests()).isEqualTo(3);
        assertThat(received.taken()).containsEntry("a", "event 1 of ticket 1").hasSize(2);
    }
}
