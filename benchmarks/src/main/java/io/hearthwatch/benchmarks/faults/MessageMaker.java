package io.hearthwatch.benchmarks.faults;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one appliance has to say: mostly readings, one to eight a message, some faults, and now and then something that has to be refused.
 * What it says follows from the seed; when, from its clock, which never shows an instant twice. Used by one thread.
 */
final class MessageMaker {
    static final String TYPE = "washing_machine";
    private static final String[] PROGRAMMES = {"idle", "wash", "rinse", "spin"};
    private static final String[] CODES = {"E10", "E18", "E21", "E23", "E25"};

    private final String appliance;
    private final Random random;
    private final InstantSource clock;
    private final AtomicLong ids;
    private long lastMillis;
    private long energy;

    /**
     * @param ids where messages of all appliances take their numbers from
     */
    MessageMaker(String appliance, long seed, InstantSource clock, AtomicLong ids) {
        this.appliance = appliance;
        this.random = new Random(seed);
        this.clock = clock;
        this.ids = ids;
    }

    Message next() {
        boolean fault = random.nextInt(10) == 0;
        StringBuilder payload = new StringBuilder(128);
        int items = random.nextInt(3) == 0 ? 2 + random.nextInt(7) : 1;
        for (int i = 0; i < items; i++) {
            payload.append(i == 0 ? (items > 1 ? "[" : "") : ",");
            payload.append(fault ? fault() : reading());
        }
        if (items > 1) {
            payload.append(']');
        }
        return new Message(ids.incrementAndGet(), appliance, fault ? "faults" : "telemetry", payload.toString());
    }

    private long time() {
        lastMillis = Math.max(lastMillis + 1, clock.millis());
        return lastMillis;
    }

    private String reading() {
        energy += random.nextInt(50);
        boolean impossible = random.nextInt(100) == 0;
        double vibration = impossible ? 999 : random.nextInt(60_000) / 1000.0;
        return String.format(
                Locale.ROOT,
                "{\"ts\":%d,\"values\":{\"drum_vibration\":%.3f,\"motor_temperature\":%.2f,\"energy\":%d.25,\"programme\":\"%s\"}}",
                time(),
                vibration,
                random.nextInt(15_000) / 100.0,
                energy,
                PROGRAMMES[random.nextInt(PROGRAMMES.length)]);
    }

    private String fault() {
        String code = random.nextInt(50) == 0 ? "E99999" : CODES[random.nextInt(CODES.length)];
        return String.format(
                Locale.ROOT,
                "{\"ts\":%d,\"code\":\"%s\",\"state\":\"%s\"}",
                time(),
                code,
                random.nextBoolean() ? "raised" : "cleared");
    }
}
