package io.hearthwatch.ingest;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.ingest.copy.CopyBuffer;
import java.util.Arrays;

/**
 * One appliance's statistics of one hour, from its readings in order of time. That order is what makes the result the same to the
 * last bit, however the rows lie in the table. Mean and deviation are carried forward from reading to reading (Welford's method),
 * which loses no digits where values are large and close together. Owned by one thread and used again and again.
 */
final class HourFold {
    private final TypeTable table;
    private final int[] count;
    private final double[] mean;
    private final double[] squares;
    private final double[] min;
    private final double[] max;
    private final double[] last;
    private final double[] increase;
    private int readings;

    HourFold(TypeTable table) {
        this.table = table;
        int metrics = table.size();
        this.count = new int[metrics];
        this.mean = new double[metrics];
        this.squares = new double[metrics];
        this.min = new double[metrics];
        this.max = new double[metrics];
        this.last = new double[metrics];
        this.increase = new double[metrics];
    }

    void clear() {
        readings = 0;
        Arrays.fill(count, 0);
    }

    boolean isEmpty() {
        return readings == 0;
    }

    /** Counts a reading, whose metrics' values then follow. */
    void reading() {
        readings++;
    }

    /** A metric's value in the reading; NaN is none. */
    void value(int metric, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        if (count[metric]++ == 0) {
            mean[metric] = value;
            squares[metric] = 0;
            min[metric] = value;
            max[metric] = value;
            increase[metric] = 0;
        } else {
            double off = value - mean[metric];
            mean[metric] += off / count[metric];
            squares[metric] += off * (value - mean[metric]);
            min[metric] = Math.min(min[metric], value);
            max[metric] = Math.max(max[metric], value);
            // A counter that fell began again from zero.
            increase[metric] += value >= last[metric] ? value - last[metric] : value;
        }
        last[metric] = value;
    }

    /** Writes the hour's row, in the order of {@link HourlyColumns}. */
    void write(CopyBuffer to, int applianceNo, int hour) {
        int counters = 0;
        for (int i = 0; i < count.length; i++) {
            counters += table.kind(i) == MetricKind.COUNTER ? 1 : 0;
        }
        to.startRow(3 + 6 * count.length + counters);
        to.int4(applianceNo);
        to.time(Micros.ofHour(hour));
        to.int4(readings);
        for (int i = 0; i < count.length; i++) {
            boolean counter = table.kind(i) == MetricKind.COUNTER;
            to.int4(count[i]);
            number(to, i, counter, mean[i]);
            number(to, i, counter, min[i]);
            number(to, i, counter, max[i]);
            number(to, i, counter, Math.sqrt(squares[i] / count[i]));
            number(to, i, counter, last[i]);
            if (counter) {
                number(to, i, true, increase[i]);
            }
        }
    }

    private void number(CopyBuffer to, int metric, boolean exact, double value) {
        if (count[metric] == 0) {
            to.nothing();
        } else if (exact) {
            to.float8(value);
        } else {
            to.float4((float) value);
        }
    }
}
