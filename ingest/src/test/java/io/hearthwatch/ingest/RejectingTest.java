package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.fleet.Appliance;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with items, and that it costs their neighbours nothing. */
class RejectingTest {
    private static final String TS = String.valueOf(Rig.ago(1));
    private static Rig rig;
    private static Appliance washer;

    @BeforeAll
    static void open() {
        rig = new Rig();
        washer = rig.washers.get(0);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'ts':T,'values':{'vibration':1,'speed':2}}              | unknown_metric
            {'ts':T,'values':{'vibration':'high'}}                   | wrong_type
            {'ts':T,'values':{'vibration':true}}                     | wrong_type
            {'ts':T,'values':{'vibration':{'x':[1]}}}                | wrong_type
            {'ts':T,'values':{'vibration':[1,2]}}                    | wrong_type
            {'ts':T,'values':{'programme':true}}                     | wrong_type
            {'ts':T,'values':{'vibration':61}}                       | out_of_range
            {'ts':T,'values':{'vibration':-0.1}}                     | out_of_range
            {'ts':T,'values':{'energy':-1}}                          | out_of_range
            {'ts':T,'values':{'vibration':NaN}}                      | not_a_number
            {'ts':T,'values':{'energy':1e999}}                       | not_a_number
            {'ts':T,'values':{'programme':'dance'}}                  | unknown_state
            {'ts':T,'values':{'programme':3}}                        | unknown_state
            {'ts':T,'values':{'programme':0.5}}                      | unknown_state
            {'ts':T,'values':{'programme':-1}}                       | unknown_state
            {'ts':T,'values':{'vibration':1,'vibration':1}}          | duplicate_key
            {'ts':T,'ts':T,'values':{'vibration':1}}                 | duplicate_key
            {'ts':T,'values':{'vibration':1},'values':{}}            | duplicate_key
            {'ts':T,'values':{}}                                     | missing_field
            {'ts':T,'values':{'vibration':null}}                     | missing_field
            {}                                                       | missing_field
            {'ts':T}                                                 | missing_field
            {'ts':T,'vibration':2}                                   | missing_field
            {'ts':T,'values':{'vibration':1},'site':4}               | unknown_metric
            {'ts':T,'values':{'vibration':1},'energy':4}             | unknown_field
            {'ts':T,'values':[1]}                                    | wrong_type
            {'ts':'T','values':{'vibration':1}}                      | wrong_type
            {'ts':1.5,'values':{'vibration':1}}                      | wrong_type
            {'ts':99999999999999999999,'values':{'vibration':1}}     | wrong_type
            {'ts':1772370000001,'values':{'vibration':1}}            | too_early
            {'ts':1700000000000,'values':{'vibration':1}}            | too_late
            {'ts':-9223372036854775808,'values':{'vibration':1}}     | too_late
            5                                                        | wrong_type
            [[]]                                                     | wrong_type
            'text'                                                   | wrong_type
            {'ts':T,'values':{'vibration':                           | bad_payload
            {'ts':T 'values'                                         | bad_payload
            [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[                           | too_large
            nonsense                                                 | bad_payload
            """)
    void wrongReadingIsRefusedWithItsReason(String item, String reason) {
        Verdict verdict = rig.telemetry(washer, item.replace("T", TS));
        assertThat(verdict).isEqualTo(new Verdict(0, 0, 1, reason));
        assertThat(verdict.allRejected()).isTrue();
        Reject kept = rig.ingest.stored().lastReject(washer.no()).orElseThrow();
        assertThat(kept.kind()).isEqualTo(MessageKind.TELEMETRY);
        assertThat(kept.detail()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'ts':T,'code':'E99','state':'raised'}                   | unknown_fault
            {'ts':T,'code':18,'state':'raised'}                      | wrong_type
            {'ts':T,'code':'E18'}                                    | missing_field
            {'ts':T,'state':'raised'}                                | missing_field
            {'ts':T,'code':'E18','state':'up'}                       | unknown_state
            {'ts':T,'code':'E18','code':'E18','state':'raised'}      | duplicate_key
            {'ts':T,'code':'E18','state':'raised','detail':7}        | wrong_type
            {'ts':T,'code':'E18','state':'raised','detail':{'a':'\\u0000'}} | wrong_type
            {'ts':T,'code':'E18','state':'raised','detail':{'a':'\\ud800'}} | wrong_type
            {'ts':1772370000001,'code':'E18','state':'raised'}       | too_early
            """)
    void wrongFaultIsRefusedWithItsReason(String item, String reason) {
        assertThat(rig.faults(washer, item.replace("T", TS))).isEqualTo(new Verdict(0, 0, 1, reason));
    }

    @Test
    void neighboursOfWrongItemsAreStored() {
        long before = rig.count("telemetry.washer");
        Verdict verdict = rig.telemetry(
                rig.washers.get(1),
                "[{'ts':%s,'values':{'vibration':1}},7,{'ts':%s,'values':{'vibration':99}},{'ts':%s,'values':{'vibration':2}},"
                        .formatted(Rig.ago(1), Rig.ago(2), Rig.ago(3)));
        assertThat(verdict).isEqualTo(new Verdict(2, 0, 3, "wrong_type"));
        assertThat(rig.count("telemetry.washer")).isEqualTo(before + 2);
        assertThat(rig.rows("select item, reason, convert_from(payload, 'UTF8') from telemetry.rejected"
                        + " where appliance_no = " + rig.washers.get(1).no() + " order by item"))
                .containsExactly(
                        "1 wrong_type 7",
                        "2 out_of_range {\"ts\":" + Rig.ago(2) + ",\"values\":{\"vibration\":99}}",
                        "4 bad_payload ,");
    }

    @Test
    void rejectIsKeptOnceAndCountedEachTime() {
        Appliance appliance = rig.washers.get(2);
        long before = rig.ingest.metrics().rejectedByReason().getOrDefault("unknown_metric", 0L);
        rig.telemetry(appliance, "{'what':1}");
        rig.telemetry(appliance, "{'what':1}");
        assertThat(rig.rows("select reason from telemetry.rejected where appliance_no = " + appliance.no()))
                .containsExactly("unknown_metric");
        assertThat(rig.ingest.metrics().rejectedByReason()).containsEntry("unknown_metric", before + 2);
    }

    @Test
    void whatIsRefusedAgainIsTheLastRefusalAgain() {
        Appliance appliance = rig.add("wm-again", "washer");
        byte[] first = "{\"what\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] second = "{\"what\":2}".getBytes(StandardCharsets.UTF_8);
        List.of(first, second, first)
                .forEach(payload -> Rig.await(rig.ingest.accept(new ReceivedMessage(
                        appliance,
                        MessageKind.TELEMETRY,
                        payload,
                        received.getAndUpdate(t -> t.plusSeconds(1)),
                        ContentType.JSON))));
        Reject last = rig.ingest.stored().lastReject(appliance.no()).orElseThrow();
        assertThat(last.receivedAt()).isEqualTo(Rig.NOW.plusSeconds(2));
        assertThat(last.times()).isEqualTo(2);
        assertThat(new String(last.payload(), StandardCharsets.UTF_8)).contains("1");
        assertThat(rig.rows("select times, received_at = '" + Rig.NOW
                        + "' from telemetry.rejected where appliance_no = " + appliance.no() + " order by received_at"))
                .containsExactly("2 t", "1 f");
    }

    private final AtomicReference<Instant> received = new AtomicReference<>(Rig.NOW);

    @Test
    void theSameTwiceInOneBatchIsKeptOnce() {
        Appliance appliance = rig.add("wm-twice", "washer");
        List<Future<Verdict>> answers = IntStream.range(0, 50)
                .mapToObj(i -> rig.later(appliance, MessageKind.TELEMETRY, "{\"what\":1}"))
                .toList();
        answers.forEach(answer -> assertThat(Rig.await(answer).rejected()).isEqualTo(1));
        assertThat(rig.rows("select times from telemetry.rejected where appliance_no = " + appliance.no()))
                .containsExactly("50");
    }

    @Test
    void lastSeenIsTheLatestOfReadingsStatusesAndConnections() {
        Appliance reading = rig.add("wm-seen-1", "washer");
        Appliance status = rig.add("wm-seen-2", "washer");
        Appliance never = rig.add("wm-seen-3", "washer");
        rig.telemetry(reading, "{'ts':%d,'values':{'vibration':1}}".formatted(Rig.ago(3)));
        rig.send(status, MessageKind.STATUS, "{\"ts\":%d}".formatted(Rig.ago(2)));
        assertThat(rig.ingest.stored().lastSeen("washer", List.of(reading.no(), status.no(), never.no())))
                .isEqualTo(Map.of(
                        reading.no(), Instant.ofEpochMilli(Rig.ago(3)), status.no(), Instant.ofEpochMilli(Rig.ago(2))));
    }

    @Test
    void longPayloadIsKeptInPart() {
        Appliance appliance = rig.washers.get(3);
        rig.send(appliance, MessageKind.FOREIGN_TOPIC, "x".repeat(9000));
        Reject kept = rig.ingest.stored().lastReject(appliance.no()).orElseThrow();
        assertThat(kept.reason()).isEqualTo("foreign_topic");
        assertThat(kept.payload()).hasSize(4096);
    }

    @Test
    void messageWithTooManyItemsIsCutOff() {
        String items = String.join(",", java.util.Collections.nCopies(10_005, "{'vibration':77}"));
        assertThat(rig.telemetry(washer, "[" + items + "]")).isEqualTo(new Verdict(0, 0, 10_001, "out_of_range"));
    }

    @Test
    void applianceWhoseTypeIsGoneIsRefused() {
        Appliance gone = new Appliance(9999, "gone", "toaster", null, null, null, null, null);
        for (MessageKind kind : List.of(MessageKind.TELEMETRY, MessageKind.FAULTS, MessageKind.STATUS)) {
            byte[] payload = ("{\"kind\":\"" + kind + "\"}").getBytes(StandardCharsets.UTF_8);
            assertThat(Rig.await(rig.ingest.accept(new ReceivedMessage(gone, kind, payload, Rig.NOW, ContentType.JSON)))
                            .reason())
                    .isEqualTo("unknown_type");
        }
    }
}
