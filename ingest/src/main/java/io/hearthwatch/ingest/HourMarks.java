package io.hearthwatch.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** The (appliance, hour) of one type whose raw rows a transaction changes. Owned by one thread. */
final class HourMarks {
    private static final String MARK = """
            insert into telemetry.hour_dirty (type, appliance_no, hour)
            select ?, k.no, 'epoch'::timestamptz + k.hour * interval '1 hour'
            from unnest(?::int[], ?::int[]) k(no, hour)
            on conflict (type, appliance_no, hour) do update set hour = excluded.hour where false
            """;

    private long[] keys = new long[64];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int applianceNo, int hour) {
        // The hour's sign bit is turned over, so that the keys sort as their parts do.
        long key = ((long) applianceNo << 32) | ((hour ^ Integer.MIN_VALUE) & 0xffff_ffffL);
        if (size > 0 && keys[size - 1] == key) {
            return;
        }
        if (size == keys.length) {
            compact();
            if (size > keys.length / 2) {
                keys = Arrays.copyOf(keys, keys.length * 2);
            }
        }
        keys[size++] = key;
    }

    private void compact() {
        Arrays.sort(keys, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || keys[i] != keys[i - 1]) {
                keys[kept++] = keys[i];
            }
        }
        size = kept;
    }

    /**
     * Marks the hours. A mark that is there already is locked, not changed: who closes hours deletes marks first, so it waits for
     * this transaction and then sees its rows; and this statement waits for a deletion under way, and then marks anew. All writers
     * go through the marks in the same order, so they cannot lock each other out.
     */
    void write(Connection connection, String type) throws SQLException {
        if (size == 0) {
            return;
        }
        compact();
        int[] nos = new int[size];
        int[] hours = new int[size];
        for (int i = 0; i < size; i++) {
            nos[i] = (int) (keys[i] >> 32);
            hours[i] = (int) keys[i] ^ Integer.MIN_VALUE;
        }
        try (PreparedStatement mark = connection.prepareStatement(MARK)) {
            mark.setString(1, type);
            mark.setArray(2, SqlArrays.of(connection, "int4", nos));
            mark.setArray(3, SqlArrays.of(connection, "int4", hours));
            mark.executeUpdate();
        }
    }
}
