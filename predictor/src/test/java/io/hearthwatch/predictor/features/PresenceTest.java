package io.hearthwatch.predictor.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final int PUMP = 0;
    private static final int VALVE = 1;

    /** With a reading in each of these hours. */
    private static ApplianceHistory heard(long... hourEnds) {
        ApplianceHistory history = new ApplianceHistory(1, "a", null, ApplianceHistory.UNKNOWN, 1);
        for (long end : hourEnds) {
            history.addHour(end, new int[] {1}, new float[1], new float[1], new float[1], new float[1]);
        }
        return history;
    }

    @Test
    void applianceThatFailedAndWasNotHeardOfAgainIsNoLongerInService() {
        ApplianceHistory engine = heard(DAY, 2 * DAY, 3 * DAY);
        engine.failures().add(3 * DAY, 3 * DAY, PUMP);
        assertThat(Presence.inService(engine, 2 * DAY)).isTrue();
        assertThat(Presence.inService(engine, 3 * DAY)).isFalse();
        assertThat(Presence.inService(engine, 5 * DAY)).isFalse();
        assertThat(Presence.knownUntil(engine)).isEqualTo(Long.MAX_VALUE);
        assertThat(Presence.failedForGood(engine)).isEqualTo(3 * DAY);
    }

    @Test
    void applianceThatWasRepairedOrIsHeardOfAgainStaysInService() {
        ApplianceHistory repaired = heard(DAY, 2 * DAY, 3 * DAY);
        repaired.failures().add(3 * DAY, 3 * DAY, PUMP);
        repaired.repairs().add(3 * DAY, 3 * DAY, PUMP);
        assertThat(Presence.inService(repaired, 3 * DAY)).isTrue();
        assertThat(Presence.failedForGood(repaired)).isEqualTo(Long.MAX_VALUE);
        ApplianceHistory running = heard(DAY, 2 * DAY, 4 * DAY);
        running.failures().add(2 * DAY, 2 * DAY, PUMP);
        running.repairs().add(2 * DAY, 2 * DAY, VALVE);
        assertThat(Presence.inService(running, 3 * DAY)).isFalse();
        assertThat(Presence.inService(running, 4 * DAY)).isTrue();
    }

    @Test
    void failureThatNobodyHasToldOfYetEndsNothing() {
        ApplianceHistory told = heard(DAY, 2 * DAY);
        told.failures().add(2 * DAY, 4 * DAY, PUMP);
        assertThat(Presence.inService(told, 3 * DAY)).isTrue();
        assertThat(Presence.inService(told, 4 * DAY)).isFalse();
    }

    @Test
    void applianceHasFallenSilentAfterTwiceItsLongestSilenceAndSixHoursAndIsHeardOfByAFaultToo() {
        ApplianceHistory hourly = heard(DAY, DAY + HOUR, DAY + 2 * HOUR);
        assertThat(Presence.hasFallenSilent(hourly, DAY + 8 * HOUR)).isFalse();
        assertThat(Presence.hasFallenSilent(hourly, DAY + 8 * HOUR + 1)).isTrue();
        ApplianceHistory offAtNight = heard(DAY, DAY + HOUR, DAY + 9 * HOUR);
        assertThat(Presence.hasFallenSilent(offAtNight, DAY + 25 * HOUR)).isFalse();
        assertThat(Presence.hasFallenSilent(offAtNight, DAY + 25 * HOUR + 1)).isTrue();
        offAtNight.faults().add(DAY + 24 * HOUR, DAY + 25 * HOUR, 0);
        assertThat(Presence.hasFallenSilent(offAtNight, DAY + 25 * HOUR + 1)).isFalse();
    }

    @Test
    void whereNothingIsKnownOfItsHabitsAnApplianceHasNotFallenSilent() {
        assertThat(Presence.hasFallenSilent(heard(DAY), 10 * DAY)).isFalse();
        // The silence between the two is long ago, and so is the first.
        assertThat(Presence.hasFallenSilent(heard(DAY, DAY + HOUR, 30 * DAY), 40 * DAY))
                .isFalse();
    }

    @Test
    void silentApplianceLeavesServiceAndAFaultBringsItBack() {
        ApplianceHistory silent = heard(DAY, 2 * DAY);
        assertThat(Presence.inService(silent, 2 * DAY + Presence.SILENT - 1)).isTrue();
        assertThat(Presence.inService(silent, 2 * DAY + Presence.SILENT)).isFalse();
        silent.faults().add(30 * DAY, 31 * DAY, 0);
        assertThat(Presence.inService(silent, 30 * DAY)).isFalse();
        assertThat(Presence.inService(silent, 31 * DAY)).isTrue();
    }

    @Test
    void whatHappenedIsKnownForAsLongAsItWasEverSilentBefore() {
        assertThat(Presence.knownUntil(heard(HOUR, 2 * HOUR, 3 * HOUR))).isEqualTo(4 * HOUR);
        assertThat(Presence.knownUntil(heard(DAY, 8 * DAY, 9 * DAY))).isEqualTo(16 * DAY);
        assertThat(Presence.knownUntil(heard(DAY, 90 * DAY))).isEqualTo(90 * DAY + Presence.SILENT);
        assertThat(Presence.knownUntil(heard())).isEqualTo(ApplianceHistory.UNKNOWN);
    }

    @Test
    void typeWithoutTelemetryIsInServiceSinceItWasHeardOf() {
        ApplianceHistory mute = new ApplianceHistory(1, "a", null, ApplianceHistory.UNKNOWN, 0);
        mute.seenAt(DAY);
        assertThat(Presence.inService(mute, 400 * DAY)).isTrue();
        assertThat(Presence.knownUntil(mute)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatTheServiceReadsSaysTheSame() {
        ApplianceHistory all = heard(DAY, 20 * DAY, 40 * DAY, 41 * DAY, 70 * DAY);
        all.faults().add(55 * DAY, 55 * DAY, 0);
        all.failures().add(41 * DAY, 41 * DAY, PUMP);
        for (long at = DAY; at < 120 * DAY; at += DAY / 2) {
            assertThat(Presence.inService(all.asReadFor(at), at)).isEqualTo(Presence.inService(all, at));
        }
    }
}
