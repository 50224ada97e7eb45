package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.hearthwatch.fleet.Appliance;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** received = stored + repeated + rejected + in flight, whatever comes in. */
class AccountingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private static final byte[] SPICE = "{}[]\",:\\0123456789-+.eEntfu\u0000\u00ff NaN \"ts\" \"values\" null 1e999 "
            .getBytes(StandardCharsets.ISO_8859_1);

    private final Rig rig = new Rig();
    private final Random random = new Random(20_260_301);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void malformedPayloadsAreCountedAndKeptToTheLastItem() throws IOException {
        List<Future<Verdict>> futures = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ContentType type = i % 4 == 0 ? ContentType.CBOR : ContentType.JSON;
            byte[] payload = mutated(seed(type));
            futures.add(rig.ingest.accept(new ReceivedMessage(any(rig.washers), kind(), payload, Rig.NOW, type)));
            if (i % 500 == 0) {
                assertIdentity(rig.ingest.metrics());
            }
        }
        long stored = 0;
        long repeated = 0;
        long rejected = 0;
        for (Future<Verdict> future : futures) {
            Verdict verdict = Rig.await(future);
            assertThat(verdict.rejected() > 0).isEqualTo(verdict.reason() != null);
            stored += verdict.stored();
            repeated += verdict.repeated();
            rejected += verdict.rejected();
        }
        IngestMetrics metrics = rig.ingest.metrics();
        assertIdentity(metrics);
        assertThat(metrics.inFlight()).isZero();
        assertThat(metrics.messages()).isEqualTo(10_000);
        assertThat(metrics.queuedBytes()).isZero();
        assertThat(metrics.queuedMessages()).isZero();
        assertThat(List.of(metrics.stored(), metrics.repeated(), metrics.rejected()))
                .containsExactly(stored, repeated, rejected);
        assertThat(metrics.rejectedByReason().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isEqualTo(rejected);
        assertThat(rejected).isGreaterThan(3_000);
        assertThat(stored).isGreaterThan(500);
        // The server keeps serving, and what was good is there.
        assertThat(rig.telemetry(rig.fridge, "{'temperature':4}").stored()).isEqualTo(1);
        assertThat(metrics.rejectedByReason()).doesNotContainKey("refused");
    }

    private static void assertIdentity(IngestMetrics m) {
        assertThat(m.received()).isEqualTo(m.stored() + m.repeated() + m.rejected() + m.inFlight());
    }

    private static Appliance any(List<Appliance> list) {
        return list.get(list.size() - 1);
    }

    private MessageKind kind() {
        MessageKind[] kinds = {
            MessageKind.TELEMETRY,
            MessageKind.TELEMETRY,
            MessageKind.TELEMETRY,
            MessageKind.FAULTS,
            MessageKind.STATUS,
            MessageKind.COMMAND_RESULT
        };
        return kinds[random.nextInt(kinds.length)];
    }

    private byte[] seed(ContentType type) throws IOException {
        String one = switch (random.nextInt(4)) {
            case 0 ->
                "{\"ts\":%d,\"values\":{\"vibration\":%d,\"energy\":17.25,\"door\":true}}"
                        .formatted(Rig.ago(random.nextInt(100_000)), random.nextInt(70));
            case 1 ->
                "{\"ts\":%d,\"code\":\"E18\",\"state\":\"raised\",\"detail\":{\"a\":[1,\"\u00e9\",null]}}"
                        .formatted(Rig.ago(random.nextInt(100_000)));
            case 2 -> "{\"id\":\"c%d\",\"ok\":true,\"result\":{\"x\":1}}".formatted(random.nextInt(1000));
            default -> "{\"vibration\":%d,\"programme\":\"wash\"}".formatted(random.nextInt(70));
        };
        String text = switch (random.nextInt(3)) {
            case 0 -> "[" + one + "," + one + "]";
            case 1 -> "[" + one + ",{\"ts\":1},3]";
            default -> one;
        };
        return type == ContentType.JSON
                ? text.getBytes(StandardCharsets.UTF_8)
                : CBOR.writeValueAsBytes(JSON.readTree(text));
    }

    /** Some bytes changed, put in, taken out, doubled, or everything cut off. */
    private byte[] mutated(byte[] seed) {
        byte[] bytes = seed;
        for (int i = random.nextInt(4); i > 0 && bytes.length > 1; i--) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
            bytes = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
                case 2 -> joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 ->
                    joined(
                            Arrays.copyOf(bytes, at),
                            joined(
                                    new byte[] {SPICE[random.nextInt(SPICE.length)]},
                                    Arrays.copyOfRange(bytes, at, bytes.length)));
                case 4 -> {
                    byte[] changed = bytes.clone();
                    changed[at] = SPICE[random.nextInt(SPICE.length)];
                    yield changed;
                }
                default -> {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) random.nextInt(256);
                    yield changed;
                }
            };
        }
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
