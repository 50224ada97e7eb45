package io.hearthwatch.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON telemetry as nearly all appliances send it, without a general parser: {@code {"ts":…,"values":{…}}} or an array of these, with
 * numbers without an exponent and states' values without an escape, where nothing is wrong. Whatever is not like that is left to {@link
 * TelemetryItems}, which reads the message from its beginning and knows what to say. So nothing is refused here, and a message is
 * taken whole or not at all; a test holds that both read the same. Owned by one thread.
 */
final class PlainReadings {
    /** With so many digits a whole number, and with so few behind the point its scaling, is exact in a double: one rounding, as it must be. */
    private static final int MOST_DIGITS = 15;

    private static final int MOST_DIGITS_OF_A_TIME = 18;
    private static final int MOST_ITEMS = 4_096;
    private static final byte[] TIME = ascii("\"ts\"");
    private static final byte[] VALUES = ascii("\"values\"");
    private static final double[] POWERS = new double[MOST_DIGITS + 1];

    private final TimeLimits limits;
    private final int mostItems;
    private final Map<TypeTable, Names> names = new HashMap<>();

    // The message under way, and where in it we are.
    private byte[] in;
    private int at;
    private TypeTable table;
    private Names known;

    // What was read of it.
    private int size;
    private long[] millis = new long[64];
    private int[] froms = new int[64];
    private int[] tos = new int[64];
    private double[] values = new double[64];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    PlainReadings(TimeLimits limits, int mostItems) {
        this.limits = limits;
        this.mostItems = Math.min(mostItems, MOST_ITEMS);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A type's names as they stand in a payload. Metrics come in the same order again and again, so each leads to the one after it. */
    private static final class Names {
        private final byte[][] metrics;
        private final byte[][][] states;
        private final int[] next;

        Names(TypeTable table) {
            metrics = table.metrics().stream()
                    .map(metric -> quoted(metric.name()))
                    .toArray(byte[][]::new);
            states = table.metrics().stream()
                    .map(metric -> quoted(metric.values()))
                    .toArray(byte[][][]::new);
            next = new int[metrics.length + 1];
        }

        private static byte[][] quoted(List<String> values) {
            return values.stream().map(Names::quoted).toArray(byte[][]::new);
        }

        private static byte[] quoted(String name) {
            return ascii('"' + name + '"');
        }
    }

    /** Adds all readings of a message to the batch; false, and nothing is added, where it is not as plain as that. */
    boolean read(TypeTable type, ReceivedMessage message, Batch batch, int owner) {
        in = message.payload();
        at = 0;
        size = 0;
        table = type;
        known = names.computeIfAbsent(type, Names::new);
        if (!items(message)) {
            return false;
        }
        long receivedAt = Micros.of(message.receivedAt());
        RowBuffer rows = batch.rows(type);
        for (int i = 0; i < size; i++) {
            rows.add(
                    message.appliance().no(),
                    millis[i] * 1000,
                    receivedAt,
                    values,
                    i * type.size(),
                    owner,
                    i,
                    froms[i],
                    tos[i]);
            batch.accepted(owner);
        }
        return true;
    }

    private boolean items(ReceivedMessage message) {
        skipSpace();
        boolean many = take('[');
        do {
            if (many) {
                skipSpace();
            }
            if (size >= mostItems
                    || !item(many)
                    || limits.check(millis[size], message.receivedAt()) != null
                    || table.checkKept(millis[size] * 1000) != null) {
                return false;
            }
            size++;
            skipSpace();
        } while (many && take(','));
        if (many && !take(']')) {
            return false;
        }
        skipSpace();
        return at == in.length;
    }

    private boolean item(boolean many) {
        room();
        froms[size] = many ? at : 0;
        if (!take('{')) {
            return false;
        }
        skipSpace();
        boolean read = matches(TIME)
                ? time() && take(',') && spaceThen(VALUES) && values()
                : matches(VALUES) && values() && take(',') && spaceThen(TIME) && time();
        if (!read || !take('}')) {
            return false;
        }
        tos[size] = at;
        return true;
    }

    private void room() {
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, size * 2);
            froms = Arrays.copyOf(froms, size * 2);
            tos = Arrays.copyOf(tos, size * 2);
        }
        int end = (size + 1) * table.size();
        if (end > values.length) {
            values = Arrays.copyOf(values, end * 2);
        }
        Arrays.fill(values, end - table.size(), end, Double.NaN);
    }

    private boolean time() {
        if (!colon()) {
            return false;
        }
        int start = at;
        long value = digits(0);
        int digits = at - start;
        if (digits == 0 || digits > MOST_DIGITS_OF_A_TIME || (digits > 1 && in[start] == '0')) {
            return false;
        }
        millis[size] = value;
        skipSpace();
        return true;
    }

    private boolean values() {
        if (!colon() || !take('{')) {
            return false;
        }
        int before = known.metrics.length;
        do {
            skipSpace();
            int metric = metric(before);
            if (metric < 0 || !value(metric)) {
                return false;
            }
            before = metric;
            skipSpace();
        } while (take(','));
        if (!take('}')) {
            return false;
        }
        skipSpace();
        return true;
    }

    /** The metric whose name stands here and was not read before, or -1. */
    private int metric(int before) {
        int metric = known.next[before];
        if (metric == known.metrics.length || !matches(known.metrics[metric])) {
            metric = find(known.metrics);
            if (metric < 0) {
                return -1;
            }
            known.next[before] = metric;
        }
        return colon() && Double.isNaN(values[size * table.size() + metric]) ? metric : -1;
    }

    private int find(byte[][] words) {
        for (int i = 0; i < words.length; i++) {
            if (matches(words[i])) {
                return i;
            }
        }
        return -1;
    }

    private boolean value(int metric) {
        double value = at < in.length && in[at] == '"' ? state(metric) : number();
        if (table.check(metric, value) != null) { // NaN is in no range

            return false;
        }
        values[size * table.size() + metric] = value;
        return true;
    }

    private double state(int metric) {
        int state = find(known.states[metric]);
        return state < 0 ? Double.NaN : state;
    }

    /** A number as JSON writes it, without an exponent; NaN for anything else. */
    private double number() {
        boolean negative = take('-');
        int start = at;
        long digits = digits(0);
        int whole = at - start;
        int fraction = 0;
        if (whole > 1 && in[start] == '0') {
            return Double.NaN;
        }
        if (take('.')) {
            int point = at;
            digits = digits(digits);
            fraction = at - point;
            if (fraction == 0) {
                return Double.NaN;
            }
        }
        // The sign of a zero is left to who knows better.
        if (whole == 0 || whole + fraction > MOST_DIGITS || (negative && digits == 0)) {
            return Double.NaN;
        }
        double value = digits / POWERS[fraction];
        return negative ? -value : value;
    }

    /** Reads on; overflows only where there are too many digits to be taken. */
    private long digits(long before) {
        long value = before;
        for (; at < in.length && in[at] >= '0' && in[at] <= '9'; at++) {
            value = value * 10 + in[at] - '0';
        }
        return value;
    }

    private boolean colon() {
        skipSpace();
        if (!take(':')) {
            return false;
        }
        skipSpace();
        return true;
    }

    private boolean spaceThen(byte[] word) {
        skipSpace();
        return matches(word);
    }

    /** Passes over a word, if it stands here. */
    private boolean matches(byte[] word) {
        int end = at + word.length;
        if (end > in.length || !Arrays.equals(in, at, end, word, 0, word.length)) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean take(char wanted) {
        if (at < in.length && in[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }
}
