package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.fleet.Appliance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read the short way must be what the general parser reads, to the last bit and the last byte's place. */
class PlainReadingsTest {
    private static final IngestSettings SETTINGS = IngestSettings.defaults();
    private static final String[] PIECES = {
        "\"ts\":",
        "\"values\":",
        "\"vibration\":",
        "\"energy\":",
        "\"programme\":",
        "\"door\":",
        "\"spin\"",
        "\"what\"",
        "1e3",
        "-0.0",
        "01",
        "1.",
        ".5",
        "-",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "NaN",
        " ",
        "\n",
        "\"",
        "\\",
        "\\u0041",
        "é",
        "9999999999999999",
        "0.1234567890123456",
        "12345678901234567890",
        "59.9999999",
        "61",
        "\u0000",
        "0",
        "-1",
        "{}",
        "[]"
    };

    private final TypeTables tables = new TypeTables(new Catalog(List.of(Rig.washer())));
    private final Decoder decoder = new Decoder(tables, SETTINGS);
    private final Appliance washer = new Appliance(7, "wm", "washer", null, null, null, null, null);

    @Test
    void usualMessagesAreReadTheShortWay() {
        long now = Rig.NOW.toEpochMilli();
        assertThat(plainly("{\"ts\":" + now + ",\"values\":{\"vibration\":3.25,\"programme\":\"spin\"}}"))
                .isTrue();
        assertThat(plainly(" [ {\"ts\": " + now + " , \"values\" : { \"energy\": 12, \"door\" : 1 } } ,\n"
                        + "{\"values\":{\"vibration\":0.1},\"ts\":" + (now - 1) + "}]"))
                .isTrue();
    }

    @Test
    void whatIsNotPlainIsLeftAndNothingOfItIsTaken() {
        long now = Rig.NOW.toEpochMilli();
        for (String values : List.of(
                "{\"vibration\":1e1}",
                "{\"vibration\":61}",
                "{\"vibration\":\"1\"}",
                "{\"vibration\":1,\"vibration\":1}",
                "{\"programme\":\"spun\"}",
                "{\"unknown\":1}",
                "{}")) {
            assertThat(plainly("[{\"ts\":" + now + ",\"values\":{\"vibration\":1}},{\"ts\":" + now + ",\"values\":"
                            + values + "}]"))
                    .as(values)
                    .isFalse();
        }
        assertThat(plainly("{\"ts\":" + (now + Duration.ofHours(2).toMillis()) + ",\"values\":{\"vibration\":1}}"))
                .isFalse();
        assertThat(plainly("{\"vibration\":1}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothWaysReadTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            StringBuilder payload = new StringBuilder(message(random));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                change(payload, random);
            }
            byte[] bytes = payload.toString().getBytes(StandardCharsets.UTF_8);
            Batch either = new Batch();
            Pending first = pending(bytes);
            decoder.decode(first, either);
            Batch general = new Batch();
            Pending second = pending(bytes);
            general.begin(second);
            decoder.parse(second.message, general, 0);
            assertThat(seen(either, first)).as(payload.toString()).isEqualTo(seen(general, second));
        }
    }

    private boolean plainly(String payload) {
        Batch batch = new Batch();
        Pending pending = pending(payload.getBytes(StandardCharsets.UTF_8));
        batch.begin(pending);
        boolean read = new PlainReadings(
                        new TimeLimits(SETTINGS.earlyLimit(), SETTINGS.lateLimit()), SETTINGS.maxItems())
                .read(tables.get("washer"), pending.message, batch, 0);
        assertThat(batch.items() > 0).isEqualTo(read);
        return read;
    }

    private Pending pending(byte[] payload) {
        return new Pending(
                new ReceivedMessage(washer, MessageKind.TELEMETRY, payload, Rig.NOW, ContentType.JSON), null);
    }

    private List<String> seen(Batch batch, Pending pending) {
        List<String> seen = new ArrayList<>();
        RowBuffer rows = batch.rows(tables.get("washer"));
        for (int row = 0; row < rows.size(); row++) {
            RowBuffer.Reading reading = rows.read(row);
            StringBuilder line = new StringBuilder()
                    .append(reading.applianceNo())
                    .append(' ')
                    .append(reading.time())
                    .append(' ')
                    .append(rows.item(row))
                    .append(' ')
                    .append(rows.from(row))
                    .append(' ')
                    .append(rows.to(row));
            for (double value : reading.values()) {
                line.append(' ').append(Double.doubleToLongBits(value));
            }
            seen.add(line.toString());
        }
        batch.rejects().forEach(reject -> seen.add(reject.item() + " " + reject.problem()));
        seen.add(batch.items() + " " + batch.unstampedItems() + " " + pending.verdict());
        return seen;
    }

    private static String message(Random random) {
        int items = random.nextInt(4);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.max(1, items); i++) {
            text.append(i == 0 ? "" : ",").append(item(random));
        }
        return items == 0 ? text.toString() : "[" + text + "]";
    }

    private static String item(Random random) {
        String time = "\"ts\":" + (Rig.NOW.toEpochMilli() - random.nextInt(100_000));
        List<String> values = new ArrayList<>();
        if (random.nextBoolean()) {
            values.add("\"vibration\":" + number(random, 60));
        }
        if (random.nextBoolean()) {
            values.add("\"energy\":" + number(random, 1e9));
        }
        if (random.nextBoolean()) {
            values.add("\"programme\":"
                    + List.of("\"wash\"", "\"spin\"", "2", "1.0").get(random.nextInt(4)));
        }
        if (values.isEmpty() || random.nextInt(4) == 0) {
            values.add("\"door\":" + List.of("true", "\"open\"", "0", "null").get(random.nextInt(4)));
        }
        java.util.Collections.shuffle(values, random);
        String given = "\"values\":{" + String.join(random.nextBoolean() ? "," : " , ", values) + "}";
        return random.nextBoolean() ? "{" + time + "," + given + "}" : "{ " + given + ", " + time + "}";
    }

    private static String number(Random random, double most) {
        double value = random.nextDouble() * most;
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf((long) value);
            case 1 -> String.format(java.util.Locale.ROOT, "%.3f", value);
            case 2 ->
                new java.math.BigDecimal(value)
                        .setScale(random.nextInt(20), java.math.RoundingMode.HALF_UP)
                        .toPlainString();
            default -> Double.toString(value);
        };
    }

    private static void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
            default -> text.replace(at, at + 1, PIECES[random.nextInt(PIECES.length)]);
        }
        if (text.isEmpty()) {
            text.append('x');
        }
    }
}
