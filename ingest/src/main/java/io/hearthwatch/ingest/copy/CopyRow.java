package io.hearthwatch.ingest.copy;

/**
 * One row in COPY's binary format, read field by field from left to right. The caller knows the columns' types, as it wrote the
 * query. Owned by one thread.
 */
public final class CopyRow {
    private byte[] bytes;
    private int at;

    void at(byte[] source, int position) {
        bytes = source;
        at = position + 2; // the number of fields
    }

    /** An {@code int4} that is never null. */
    public int int4() {
        int value = CopyBuffer.int4At(bytes, at + 4);
        at += 8;
        return value;
    }

    /** A {@code timestamptz} that is never null, as microseconds since 1970. */
    public long micros() {
        long value = CopyBuffer.microsAt(bytes, at + 4);
        at += 12;
        return value;
    }

    /** A {@code float4}, {@code float8}, {@code int2} or {@code int4}; NaN where it is null. */
    public double number(boolean wholeNumber) {
        int length = CopyBuffer.int4At(bytes, at);
        at += 4;
        if (length < 0) {
            return Double.NaN;
        }
        int start = at;
        at += length;
        return switch (length) {
            case 2 -> CopyBuffer.int2At(bytes, start);
            case 4 ->
                wholeNumber ? CopyBuffer.int4At(bytes, start) : Float.intBitsToFloat(CopyBuffer.int4At(bytes, start));
            case 8 -> Double.longBitsToDouble(CopyBuffer.int8At(bytes, start));
            default -> throw new IllegalStateException("a number of " + length + " bytes");
        };
    }
}
