package io.hearthwatch.benchmarks.load;

import io.hearthwatch.ingest.copy.CopyBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The messages that are sent: readings of a ten-metric type as JSON, one or several a message. A few payloads are written once; what
 * differs from message to message, the times, is put into them when they are sent. The same readings can be had as rows of COPY.
 */
final class Messages {
    /** The appliance type, as its catalog file says. */
    static final String TYPE = "benchmark";

    static final List<String> METRICS = List.of(
            "tank_temperature",
            "outlet_temperature",
            "flow_rate",
            "evaporator_temperature",
            "compressor_current",
            "fan_speed",
            "element_power",
            "superheat",
            "anode_current",
            "wifi_signal");

    private static final int VARIANTS = 32;
    private static final int DIGITS = 13;

    private final int readings;
    private final long base;
    private final byte[][] payloads = new byte[VARIANTS][];
    private final int[][] timesAt = new int[VARIANTS][];
    private final float[][] values = new float[VARIANTS][];
    private int longest;

    /**
     * @param readings how many a message carries
     * @param base time of each publisher's first reading, in milliseconds since 1970
     */
    Messages(int readings, long base) {
        this.readings = readings;
        this.base = base;
        Random random = new Random(60);
        for (int i = 0; i < VARIANTS; i++) {
            make(i, random);
        }
    }

    /** The first instant of an hour that is not over before a run is, so that no hours are closed while it is measured. */
    static long base(Instant now) {
        long hour = Duration.ofHours(1).toMillis();
        return (now.toEpochMilli() / hour + 1) * hour + 1;
    }

    /** The type's catalog file. */
    static String catalog() {
        StringBuilder yaml = new StringBuilder("""
                type: benchmark
                name: {en: Benchmark, zh: 基准}
                parts:
                  P-1: {name: {en: Pump, zh: 泵}}
                components:
                  pump: {name: {en: Pump, zh: 泵}, parts: [P-1], home_repair: true, minutes: 60, skill: drives}
                faults:
                  E1: {name: {en: Error, zh: 错误}, class: hardware, severity: warning, suspects: [pump],
                       check_first: {en: Look at it, zh: 查看}}
                metrics:
                """);
        for (String metric : METRICS) {
            yaml.append(
                    String.format("  %s: {kind: gauge, unit: \"\", name: {en: %s, zh: %s}}%n", metric, metric, metric));
        }
        return yaml.toString();
    }

    private void make(int variant, Random random) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        List<Integer> times = new ArrayList<>();
        values[variant] = new float[readings * METRICS.size()];
        for (int r = 0; r < readings; r++) {
            json.writeBytes(ascii((readings == 1 ? "" : r == 0 ? "[" : ",") + "{\"ts\":"));
            times.add(json.size());
            json.writeBytes(ascii("0".repeat(DIGITS) + ",\"values\":{"));
            for (int m = 0; m < METRICS.size(); m++) {
                String value = String.format(Locale.ROOT, "%.1f", random.nextDouble() * 200 - 40);
                values[variant][r * METRICS.size() + m] = Float.parseFloat(value);
                json.writeBytes(ascii((m == 0 ? "\"" : ",\"") + METRICS.get(m) + "\":" + value));
            }
            json.writeBytes(ascii("}}"));
        }
        if (readings > 1) {
            json.write(']');
        }
        payloads[variant] = json.toByteArray();
        longest = Math.max(longest, json.size());
        timesAt[variant] = times.stream().mapToInt(Integer::intValue).toArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int readings() {
        return readings;
    }

    /** Most bytes that a message of a topic can take on the wire. */
    int room(byte[] topic) {
        return longest + topic.length + 16;
    }

    /** Writes the publisher's next message as an MQTT 5 PUBLISH with QoS 1. */
    void publish(ByteBuffer out, Publisher publisher, byte[] topic, int packetId) {
        long first = publisher.take(readings);
        int variant = variant(publisher, first);
        byte[] payload = payloads[variant];
        out.put((byte) 0x32);
        Mqtt.putLength(out, 2 + topic.length + 2 + 1 + payload.length);
        out.putShort((short) topic.length).put(topic).putShort((short) packetId).put((byte) 0);
        int start = out.position();
        out.put(payload);
        for (int r = 0; r < readings; r++) {
            putTime(out, start + timesAt[variant][r], base + first + r);
        }
    }

    private static void putTime(ByteBuffer out, int at, long millis) {
        long left = millis;
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            out.put(at + digit, (byte) ('0' + left % 10));
            left /= 10;
        }
    }

    /** Writes the publisher's next message as rows. */
    void rows(CopyBuffer out, Publisher publisher, long receivedMicros) {
        long first = publisher.take(readings);
        float[] all = values[variant(publisher, first)];
        for (int r = 0; r < readings; r++) {
            out.startRow(3 + METRICS.size());
            out.int4(publisher.no());
            out.time((base + first + r) * 1000);
            out.time(receivedMicros);
            for (int m = 0; m < METRICS.size(); m++) {
                out.float4(all[r * METRICS.size() + m]);
            }
        }
    }

    private int variant(Publisher publisher, long first) {
        return Math.floorMod(publisher.index() + first / readings, VARIANTS);
    }
}
