package io.hearthwatch.ingest.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the format of {@code COPY … FROM STDIN (FORMAT binary)}, written field by field into one growing array that is used
 * again and again. Owned by one thread at a time.
 */
public final class CopyBuffer {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    /** PostgreSQL counts microseconds from the year 2000. */
    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    static final int HEADER_LENGTH = SIGNATURE.length + 8;

    private byte[] bytes = Arrays.copyOf(SIGNATURE, 1 << 12);
    private int size = HEADER_LENGTH;

    private static VarHandle view(Class<?> arrayOfPrimitive) {
        return MethodHandles.byteArrayViewVarHandle(arrayOfPrimitive, ByteOrder.BIG_ENDIAN);
    }

    /** Forgets all rows, and lets go of memory that an unusually large batch took. */
    public void clear() {
        if (bytes.length > 1 << 23) {
            bytes = Arrays.copyOf(SIGNATURE, 1 << 12);
        }
        size = HEADER_LENGTH;
    }

    /** Where the next row will begin. */
    public int position() {
        return size;
    }

    public boolean isEmpty() {
        return size == HEADER_LENGTH;
    }

    /** Begins a row; exactly so many fields must follow. */
    public void startRow(int fields) {
        room(2);
        SHORT.set(bytes, size, (short) fields);
        size += 2;
    }

    public void int2(int value) {
        room(6);
        INT.set(bytes, size, 2);
        SHORT.set(bytes, size + 4, (short) value);
        size += 6;
    }

    public void int4(int value) {
        room(8);
        INT.set(bytes, size, 4);
        INT.set(bytes, size + 4, value);
        size += 8;
    }

    public void float4(float value) {
        int4(Float.floatToIntBits(value));
    }

    public void int8(long value) {
        room(12);
        INT.set(bytes, size, 8);
        LONG.set(bytes, size + 4, value);
        size += 12;
    }

    public void float8(double value) {
        int8(Double.doubleToLongBits(value));
    }

    /** A {@code timestamptz}, given as microseconds since 1970. */
    public void time(long micros) {
        int8(micros - EPOCH_2000_MICROS);
    }

    public void nothing() {
        room(4);
        INT.set(bytes, size, -1);
        size += 4;
    }

    /** A text, or nothing where it is null. */
    public void text(String value) {
        if (value == null) {
            nothing();
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        room(4 + utf8.length);
        INT.set(bytes, size, utf8.length);
        System.arraycopy(utf8, 0, bytes, size + 4, utf8.length);
        size += 4 + utf8.length;
    }

    /** Copies whole rows of another buffer, from one position to another. */
    public void rows(CopyBuffer from, int start, int end) {
        room(end - start);
        System.arraycopy(from.bytes, start, bytes, size, end - start);
        size += end - start;
    }

    /** Reads back what was written; the reader is valid until the buffer changes. */
    public CopyRow row(CopyRow reuse, int position) {
        reuse.at(bytes, position);
        return reuse;
    }

    /**
     * Sends all rows into a table; they stay here, so that it can be done again.
     *
     * @param sql {@code copy table (columns) from stdin (format binary)}
     */
    public void send(Connection connection, String sql) throws SQLException {
        room(2);
        SHORT.set(bytes, size, (short) -1);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(bytes, 0, size + 2);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void room(int wanted) {
        if (bytes.length - size < wanted) {
            bytes = Arrays.copyOf(bytes, Math.max(size + wanted, bytes.length * 2));
        }
    }

    static int int4At(byte[] from, int at) {
        return (int) INT.get(from, at);
    }

    static short int2At(byte[] from, int at) {
        return (short) SHORT.get(from, at);
    }

    static long int8At(byte[] from, int at) {
        return (long) LONG.get(from, at);
    }

    static long microsAt(byte[] from, int at) {
        return int8At(from, at) + EPOCH_2000_MICROS;
    }
}
