package io.hearthwatch.servicedesk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TicketRulesTest {
    private static final Instant T = Instant.parse("2026-03-01T06:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private static TicketRules.Ask ask(double probability, Instant asOf) {
        return new TicketRules.Ask(probability, asOf, null);
    }

    @Test
    void pairWithAnOpenTicketGetsNoSecond() {
        TicketRules.Open open = new TicketRules.Open(T, T.plus(WEEK), null);
        assertThat(TicketRules.rule(open, null, ask(1, T.plusSeconds(1)))).isEqualTo(TicketRules.Ruling.ALREADY_OPEN);
    }

    @Test
    void whatWasDoneDoesNotQuietAndWhatCameToNothingDoes() {
        assertThat(EndReason.REPAIRED.quiets()).isFalse();
        assertThat(EndReason.EXCHANGED.quiets()).isFalse();
        for (EndReason nothing : new EndReason[] {
            EndReason.EXPIRED,
            EndReason.FALSE_ALARM,
            EndReason.NOTHING_FOUND,
            EndReason.NOT_USEFUL,
            EndReason.DECLINED,
            EndReason.MISUSE
        }) {
            assertThat(nothing.quiets()).as(nothing.id()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(EndReason.class)
    void onlyTicketsThatLedToNothingQuiet(EndReason reason) {
        TicketRules.Ended last = new TicketRules.Ended(reason, T, .4);
        assertThat(TicketRules.rule(null, last, ask(.5, T.plus(WEEK))))
                .isEqualTo(reason.quiets() ? TicketRules.Ruling.SUPPRESSED : TicketRules.Ruling.OPEN);
    }

    @Test
    void quietLastsFourteenDays() {
        TicketRules.Ended last = new TicketRules.Ended(EndReason.EXPIRED, T, .4);
        Instant end = T.plus(Duration.ofDays(14));
        assertThat(TicketRules.rule(null, last, ask(.5, end.minusSeconds(1)))).isEqualTo(TicketRules.Ruling.SUPPRESSED);
        assertThat(TicketRules.rule(null, last, ask(.5, end))).isEqualTo(TicketRules.Ruling.OPEN);
    }

    @Test
    void twiceTheProbabilityIsHeard() {
        TicketRules.Ended last = new TicketRules.Ended(EndReason.FALSE_ALARM, T, .25);
        assertThat(TicketRules.rule(null, last, ask(.499, T.plus(WEEK)))).isEqualTo(TicketRules.Ruling.SUPPRESSED);
        assertThat(TicketRules.rule(null, last, ask(.5, T.plus(WEEK)))).isEqualTo(TicketRules.Ruling.OPEN);
    }

    @Test
    void safetyFaultIsHeardIfItCameAfterTheEnd() {
        TicketRules.Ended last = new TicketRules.Ended(EndReason.NOTHING_FOUND, T, .5);
        assertThat(TicketRules.rule(null, last, new TicketRules.Ask(.5, T.plusSeconds(60), T)))
                .isEqualTo(TicketRules.Ruling.SUPPRESSED);
        assertThat(TicketRules.rule(null, last, new TicketRules.Ask(.5, T.plusSeconds(60), T.plusSeconds(1))))
                .isEqualTo(TicketRules.Ruling.OPEN);
    }

    @Test
    void ticketLivesAWeekOrItsHorizon() {
        assertThat(TicketRules.expiresAt(T, Duration.ofHours(24))).isEqualTo(T.plus(WEEK));
        assertThat(TicketRules.expiresAt(T, Duration.ofDays(30))).isEqualTo(T.plus(Duration.ofDays(30)));
    }

    @Test
    void eventsComeBeforeExpiryAtOneInstant() {
        TicketRules.Open open = new TicketRules.Open(T, T.plus(WEEK), null);
        assertThat(TicketRules.expiredForEvent(open, T.plus(WEEK))).isFalse();
        assertThat(TicketRules.expiredForWork(open, T.plus(WEEK))).isTrue();
        assertThat(TicketRules.expiredForEvent(open, T.plus(WEEK).plusSeconds(1)))
                .isTrue();
    }

    @Test
    void ticketThatWasHitDoesNotExpire() {
        TicketRules.Open hit = new TicketRules.Open(T, T.plus(WEEK), T.plusSeconds(5));
        assertThat(TicketRules.expiredForWork(hit, T.plus(WEEK))).isFalse();
        assertThat(TicketRules.expiredForEvent(hit, T.plus(WEEK).plusSeconds(1)))
                .isFalse();
    }

    @Test
    void ticketOfTheSameInstantCameTooLate() {
        TicketRules.Open open = new TicketRules.Open(T, T.plus(WEEK), null);
        assertThat(TicketRules.isHitBy(open, T)).isFalse();
        assertThat(TicketRules.isClosedBy(open, T)).isFalse();
        assertThat(TicketRules.isHitBy(open, T.plusSeconds(1))).isTrue();
        assertThat(TicketRules.isClosedBy(open, T.plusSeconds(1))).isTrue();
    }
}
