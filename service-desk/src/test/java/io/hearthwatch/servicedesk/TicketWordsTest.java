package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TicketWordsTest {
    private static final Text PUMP = new Text("Drain pump", "排水泵");

    @Test
    void saysWhatFailsHowLikelyAndWhen() {
        assertThat(TicketWords.summary(PUMP, .618, Duration.ofDays(7)))
                .isEqualTo(new Text("62 % likely that the drain pump fails within 7 days", "排水泵在 7 天内发生故障的概率为 62%"));
        assertThat(TicketWords.summary(Text.same("NTC sensor"), .05, Duration.ofHours(24)))
                .isEqualTo(new Text(
                        "5 % likely that the NTC sensor fails within 24 hours", "NTC sensor在 24 小时内发生故障的概率为 5%"));
    }

    @Test
    void numberedComponentHasNoArticle() {
        assertThat(TicketWords.summary(new Text("Component 3", "部件3"), .62, Duration.ofDays(1))
                        .en())
                .isEqualTo("62 % likely that component 3 fails within 24 hours");
    }

    @Test
    void neverSaysThatItIsCertain() {
        assertThat(TicketWords.summary(PUMP, .999, Duration.ofDays(7)).en()).startsWith("More than 99 % likely");
        assertThat(TicketWords.summary(PUMP, .001, Duration.ofDays(7)).zh()).endsWith("低于 1%");
    }

    @Test
    void urgencyGrowsWithProbabilitySeverityAndNearness() {
        Duration far = Duration.ofDays(4);
        assertThat(Urgency.of(.3, null, far)).isEqualTo(Urgency.LOW);
        assertThat(Urgency.of(.6, Severity.WARNING, far)).isEqualTo(Urgency.NORMAL);
        assertThat(Urgency.of(.6, Severity.CRITICAL, far)).isEqualTo(Urgency.HIGH);
        assertThat(Urgency.of(.9, Severity.CRITICAL, Duration.ofHours(12))).isEqualTo(Urgency.CRITICAL);
        assertThat(Urgency.of(.1, Severity.SAFETY, far)).isEqualTo(Urgency.CRITICAL);
    }
}
