package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.hearthwatch.fleet.Appliance;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of good items, and of the same ones again. */
class StoringTest {
    private static Rig rig;
    private static Appliance washer;

    @BeforeAll
    static void open() {
        rig = new Rig();
        washer = rig.washers.get(0);
    }

    @BeforeEach
    void empty() {
        rig.empty();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void readingIsStoredWithEveryKindOfMetric() {
        Verdict verdict = rig.telemetry(
                washer,
                "{'ts':%d,'values':{'vibration':3.5,'energy':123456789.25,'programme':'spin','door':true}}"
                        .formatted(Rig.ago(5)));
        assertThat(verdict).isEqualTo(new Verdict(1, 0, 0, null));
        assertThat(rig.rows("select appliance_no, time, vibration, energy, programme, door from telemetry.washer"))
                .containsExactly(washer.no() + " 2026-03-01 11:55:00+00 3.5 123456789.25 2 1");
        assertThat(rig.rows("select type, appliance_no, hour from telemetry.hour_dirty"))
                .containsExactly("washer " + washer.no() + " 2026-03-01 12:00:00+00");
    }

    @Test
    void repeatedReadingIsStoredOnce() {
        String payload = "[{'ts':%d,'values':{'vibration':1.1}},{'ts':%d,'values':{'vibration':2.2}}]"
                .formatted(Rig.ago(2), Rig.ago(1));
        assertThat(rig.telemetry(washer, payload)).isEqualTo(new Verdict(2, 0, 0, null));
        assertThat(rig.telemetry(washer, payload)).isEqualTo(new Verdict(0, 2, 0, null));
        assertThat(rig.count("telemetry.washer")).isEqualTo(2);
    }

    @Test
    void readingTwiceInOneMessageIsStoredOnce() {
        String one = "{'ts':%d,'values':{'vibration':1}}".formatted(Rig.ago(2));
        assertThat(rig.telemetry(washer, "[" + one + "," + one + "]")).isEqualTo(new Verdict(1, 1, 0, null));
    }

    @Test
    void emptyColumnsOfStoredReadingAreFilled() {
        long ts = Rig.ago(2);
        rig.telemetry(washer, "{'ts':%d,'values':{'vibration':1}}".formatted(ts));
        assertThat(rig.telemetry(
                        washer,
                        "[{'ts':%1$d,'values':{'energy':7,'vibration':1}},{'ts':%1$d,'values':{'door':'open'}}]"
                                .formatted(ts)))
                .isEqualTo(new Verdict(2, 0, 0, null));
        assertThat(rig.rows("select vibration, energy, programme, door from telemetry.washer"))
                .containsExactly("1 7 null 1");
    }

    @Test
    void differentValueForStoredTimeIsKeptAsConflict() {
        long ts = Rig.ago(2);
        rig.telemetry(washer, "{'ts':%d,'values':{'vibration':1}}".formatted(ts));
        Verdict verdict = rig.telemetry(
                washer,
                "[{'ts':%d,'values':{'vibration':1.5,'energy':3}},{'ts':%d,'values':{'vibration':9}}]"
                        .formatted(ts, Rig.ago(1)));
        assertThat(verdict).isEqualTo(new Verdict(1, 0, 1, "conflict"));
        assertThat(rig.rows("select vibration, energy from telemetry.washer order by time"))
                .containsExactly("1 null", "9 null");
        assertThat(rig.rows("select item, reason, detail, convert_from(payload, 'UTF8') from telemetry.rejected"))
                .containsExactly("0 conflict vibration is 1.5, but 1.0 is stored for that time {\"ts\":" + ts
                        + ",\"values\":{\"vibration\":1.5,\"energy\":3}}");
    }

    @Test
    void rowThatTheDatabaseRefusesDoesNotTakeItsNeighboursWithIt() {
        rig.execute("alter table telemetry.washer add constraint odd check (vibration <> 13)");
        try {
            fortyReadingsOneOfThemRefused();
        } finally {
            rig.execute("alter table telemetry.washer drop constraint odd");
        }
    }

    private void fortyReadingsOneOfThemRefused() {
        StringBuilder payload = new StringBuilder("[");
        for (int i = 0; i < 40; i++) {
            payload.append(i == 0 ? "" : ",").append("{'ts':%d,'values':{'vibration':%d}}".formatted(Rig.ago(i), i));
        }
        assertThat(rig.telemetry(washer, payload + "]")).isEqualTo(new Verdict(39, 0, 1, "refused"));
        assertThat(rig.rows("select item, reason from telemetry.rejected")).containsExactly("13 refused");
        assertThat(rig.count("telemetry.washer")).isEqualTo(39);
    }

    @Test
    void faultIsStoredOnceAndAsksForScoreWhenRaised() {
        String raised = "{'ts':%d,'code':'E18','state':'raised','detail':{'rpm':[1,2.50]}}".formatted(Rig.ago(3));
        String cleared = "{'ts':%d,'code':'E18','state':'cleared'}".formatted(Rig.ago(1));
        assertThat(rig.faults(washer, "[" + raised + "," + cleared + "]")).isEqualTo(new Verdict(2, 0, 0, null));
        assertThat(rig.faults(washer, "[" + cleared + "," + raised + "]")).isEqualTo(new Verdict(0, 2, 0, null));
        assertThat(rig.rows("select time, code, state, detail from telemetry.fault order by time"))
                .containsExactly(
                        "2026-03-01 11:57:00+00 E18 1 {\"rpm\": [1, 2.5]}", "2026-03-01 11:59:00+00 E18 0 null");
        // Due when it was received, which is after it happened.
        assertThat(rig.rows("select appliance_no, due from telemetry.pending_score"))
                .containsExactly(washer.no() + " 2026-03-01 12:00:00+00");
    }

    @Test
    void safetyCodeWaitsToBeHandedOnOnceHoweverOftenItIsSent() {
        String raised = "{'ts':%d,'code':'E20','state':'raised'}".formatted(Rig.ago(3));
        String cleared = "{'ts':%d,'code':'E20','state':'cleared'}".formatted(Rig.ago(2));
        String harmless = "{'ts':%d,'code':'E18','state':'raised'}".formatted(Rig.ago(1));
        rig.faults(washer, "[" + raised + "," + cleared + "," + harmless + "]");
        rig.faults(washer, raised);
        SafetyFaults safety = rig.ingest.safetyFaults();
        assertThat(safety.next()).contains(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(safety.waiting(Instant.parse("2026-03-01T11:59:00Z"), 10)).isEmpty();
        List<SafetyFaults.Raised> waiting = safety.waiting(Instant.parse("2026-03-01T12:00:00Z"), 10);
        assertThat(waiting)
                .containsExactly(new SafetyFaults.Raised(washer.no(), "E20", Instant.parse("2026-03-01T11:57:00Z")));
        safety.handedOn(waiting.get(0));
        rig.faults(washer, raised);
        assertThat(safety.next()).isEmpty();
    }

    @Test
    void faultOfTheNextHalfHourIsDueWhenItHappens() {
        rig.faults(washer, "{'ts':%d,'code':'E20','state':'raised'}".formatted(Rig.ago(-30)));
        assertThat(rig.rows("select due from telemetry.pending_score")).containsExactly("2026-03-01 12:30:00+00");
    }

    @Test
    void itemWithoutTimeTakesThatOfReceipt() {
        long before = rig.ingest.metrics().unstamped();
        assertThat(rig.telemetry(washer, "{'vibration':4}").stored()).isEqualTo(1);
        assertThat(rig.telemetry(rig.fridge, "{'values':{'temperature':4}}").stored())
                .isEqualTo(1);
        assertThat(rig.rows("select time from telemetry.washer union all select time from telemetry.fridge"))
                .containsExactly("2026-03-01 12:00:00+00", "2026-03-01 12:00:00+00");
        assertThat(rig.ingest.metrics().unstamped() - before).isEqualTo(2);
    }

    @Test
    void cborIsReadLikeJson() throws IOException {
        byte[] payload = new ObjectMapper(new CBORFactory())
                .writeValueAsBytes(List.of(
                        Map.of("ts", Rig.ago(1), "values", Map.of("vibration", 2.5, "door", true)),
                        Map.of("ts", Rig.ago(2), "values", Map.of("vibration", Double.NaN)),
                        Map.of("ts", Rig.ago(3), "values", Map.of("energy", 5))));
        Verdict verdict = Rig.await(rig.ingest.accept(
                new ReceivedMessage(washer, MessageKind.TELEMETRY, payload, Rig.NOW, ContentType.CBOR)));
        assertThat(verdict).isEqualTo(new Verdict(2, 0, 1, "not_a_number"));
    }

    @Test
    void statusKeepsTheNewestWordOfTheAppliance() {
        rig.send(washer, MessageKind.STATUS, "{\"ts\":%d,\"online\":true,\"firmware\":\"1.2\"}".formatted(Rig.ago(9)));
        rig.send(washer, MessageKind.STATUS, "{\"ts\":%d,\"online\":false,\"colour\":[1]}".formatted(Rig.ago(5)));
        Verdict old = rig.send(washer, MessageKind.STATUS, "{\"ts\":%d,\"online\":true}".formatted(Rig.ago(7)));
        assertThat(old).isEqualTo(new Verdict(0, 1, 0, null));
        rig.ingest.connected(washer);
        rig.send(washer, MessageKind.STATUS, "{\"ts\":%d}".formatted(Rig.ago(7)));
        assertThat(rig.ingest.stored().connection(washer.no()))
                .contains(new ConnectionRow(
                        Rig.NOW,
                        null,
                        Instant.ofEpochMilli(Rig.ago(5)),
                        false,
                        "1.2",
                        ConnectionRow.Trouble.NEVER,
                        ConnectionRow.Trouble.NEVER,
                        ConnectionRow.Trouble.NEVER));
    }

    @Test
    void firmwareThatAnApplianceReportsIsKnownToTheRegistry() {
        rig.send(washer, MessageKind.STATUS, "{\"ts\":%d,\"firmware\":\"2.0\"}".formatted(Rig.ago(9)));
        assertThat(rig.fleet.find(washer.no()).orElseThrow().firmware()).isEqualTo("2.0");
        rig.send(washer, MessageKind.STATUS, "{\"ts\":%d,\"firmware\":\"1.9\"}".formatted(Rig.ago(10)));
        rig.send(washer, MessageKind.STATUS, "{\"ts\":%d,\"online\":true}".formatted(Rig.ago(8)));
        assertThat(rig.fleet.find(washer.no()).orElseThrow().firmware())
                .as("an older word, and one that says nothing of it")
                .isEqualTo("2.0");
        rig.send(washer, MessageKind.STATUS, "{\"ts\":%d,\"firmware\":\"2.1\"}".formatted(Rig.ago(7)));
        assertThat(rig.fleet.find(washer.no()).orElseThrow().firmware()).isEqualTo("2.1");
    }

    @Test
    void firstAnswerToCommandStands() {
        Verdict first =
                rig.send(washer, MessageKind.COMMAND_RESULT, "{\"id\":\"c1\",\"ok\":true,\"result\":{\"n\":1}}");
        Verdict again = rig.send(washer, MessageKind.COMMAND_RESULT, "{\"id\":\"c1\",\"ok\":false}");
        assertThat(first.stored()).isEqualTo(1);
        assertThat(again.repeated()).isEqualTo(1);
        assertThat(rig.rows("select command_id, ok, result from telemetry.command_result"))
                .containsExactly("c1 t {\"n\": 1}");
    }

    @Test
    void messagesOfOneApplianceCompleteInTheirOrder() {
        List<Integer> order = new ArrayList<>();
        List<Future<Verdict>> futures = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int number = i;
            futures.add(rig.later(washer, MessageKind.TELEMETRY, "{\"ts\":%d,\"vibration\":1}".formatted(Rig.ago(i)))
                    .onComplete(done -> order.add(number)));
        }
        futures.forEach(Rig::await);
        assertThat(order).hasSize(300).isSorted();
    }

    @Test
    void emptyArrayIsNoItem() {
        long before = rig.ingest.metrics().received();
        assertThat(rig.telemetry(washer, "[]")).isEqualTo(new Verdict(0, 0, 0, null));
        assertThat(rig.ingest.metrics().received()).isEqualTo(before);
    }
}
