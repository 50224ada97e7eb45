package io.hearthwatch.ingest;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.ingest.copy.CopyBuffer;
import io.hearthwatch.ingest.copy.CopyRow;
import java.util.Arrays;

/**
 * Good readings of one type that wait to be written: ready-made COPY rows, and beside them where each came from. Owned by one
 * thread and used again for every batch.
 */
final class RowBuffer {
    private final TypeTable table;
    private final CopyBuffer bytes = new CopyBuffer();
    private final HourMarks marks = new HourMarks();
    private final CopyRow cursor = new CopyRow();
    private long earliest = Long.MAX_VALUE;
    private boolean late;
    private int[] starts = new int[256];
    private int[] owners = new int[256];
    private int[] items = new int[256];
    private int[] froms = new int[256];
    private int[] tos = new int[256];
    private int size;

    RowBuffer(TypeTable table) {
        this.table = table;
    }

    void clear() {
        bytes.clear();
        marks.clear();
        size = 0;
        earliest = Long.MAX_VALUE;
        late = false;
    }

    TypeTable table() {
        return table;
    }

    CopyBuffer bytes() {
        return bytes;
    }

    HourMarks marks() {
        return marks;
    }

    int size() {
        return size;
    }

    /** Whether a reading is so old that others of its time may have been dropped. */
    boolean late() {
        return late;
    }

    /** The time of the earliest reading, in microseconds since 1970. */
    long earliest() {
        return earliest;
    }

    /** Index of the message, or of the caller's row, that a row came from. */
    int owner(int row) {
        return owners[row];
    }

    /** Index of a row's item within its message. */
    int item(int row) {
        return items[row];
    }

    /** Where in the message's payload a row's item begins, and where it ends. */
    int from(int row) {
        return froms[row];
    }

    int to(int row) {
        return tos[row];
    }

    /** Adds a reading whose values, of which the first stands at an index, were checked; NaN where there is none. */
    void add(
            int applianceNo,
            long time,
            long receivedAt,
            double[] values,
            int first,
            int owner,
            int item,
            int from,
            int to) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            owners = Arrays.copyOf(owners, size * 2);
            items = Arrays.copyOf(items, size * 2);
            froms = Arrays.copyOf(froms, size * 2);
            tos = Arrays.copyOf(tos, size * 2);
        }
        earliest = Math.min(earliest, time);
        late |= receivedAt - time > DroppedBefore.NEWEST_AGE_MICROS;
        starts[size] = bytes.position();
        owners[size] = owner;
        items[size] = item;
        froms[size] = from;
        tos[size] = to;
        size++;
        write(bytes, applianceNo, time, receivedAt, values, first);
        marks.add(applianceNo, Micros.hour(time));
    }

    private void write(CopyBuffer to, int applianceNo, long time, long receivedAt, double[] values, int first) {
        int metrics = table.size();
        to.startRow(3 + metrics);
        to.int4(applianceNo);
        to.time(time);
        to.time(receivedAt);
        for (int i = 0; i < metrics; i++) {
            double value = values[first + i];
            if (Double.isNaN(value)) {
                to.nothing();
                continue;
            }
            switch (table.kind(i)) {
                case GAUGE -> to.float4((float) value);
                case COUNTER -> to.float8(value);
                case STATE -> to.int2((int) value);
            }
        }
    }

    /** Writes a reading into another buffer of the same table. */
    void writeTo(CopyBuffer to, Reading reading) {
        write(to, reading.applianceNo(), reading.time(), reading.receivedAt(), reading.values(), 0);
    }

    /** A row as it was added, its gauges rounded to what is stored. */
    Reading read(int row) {
        CopyRow fields = bytes.row(cursor, starts[row]);
        int applianceNo = fields.int4();
        long time = fields.micros();
        long receivedAt = fields.micros();
        double[] values = new double[table.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.number(table.kind(i) == MetricKind.STATE);
        }
        return new Reading(applianceNo, time, receivedAt, values);
    }

    /** A reading out of its buffer; times in microseconds since 1970, NaN for no value. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, compared by nobody
    record Reading(int applianceNo, long time, long receivedAt, double[] values) {}
}
