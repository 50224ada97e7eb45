package io.hearthwatch.history;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;

/** Events in a temporary file: written and read by the same process only, so there is no version. */
@SuppressWarnings("EnumOrdinal") // see above
final class EventCodec {
    private static final RecordKind[] KINDS = RecordKind.values();

    private EventCodec() {}

    static void write(DataOutputStream out, RecordedEvent event) throws IOException {
        out.writeByte(event.kind().ordinal());
        out.writeUTF(event.place().file());
        out.writeLong(event.place().line());
        out.writeUTF(event.appliance());
        out.writeUTF(event.type());
        out.writeLong(event.time().toEpochMilli());
        out.writeLong(event.receivedAt().toEpochMilli());
        if (event instanceof RecordedReading reading) {
            out.writeShort(reading.values().length);
            for (String value : reading.values()) {
                out.writeUTF(value == null ? "" : value);
            }
        } else if (event instanceof RecordedFault fault) {
            out.writeUTF(fault.code());
            out.writeBoolean(fault.raised());
        } else if (event instanceof RecordedFailure failure) {
            out.writeUTF(failure.component());
        } else if (event instanceof RecordedRepair repair) {
            out.writeUTF(repair.component());
            out.writeByte(repair.planned() == null ? -1 : repair.planned() ? 1 : 0);
        }
    }

    static RecordedEvent read(DataInputStream in) throws IOException {
        RecordKind kind = KINDS[in.readByte()];
        RecordPlace place = new RecordPlace(in.readUTF(), in.readLong());
        String appliance = in.readUTF();
        String type = in.readUTF();
        Instant time = Instant.ofEpochMilli(in.readLong());
        Instant receivedAt = Instant.ofEpochMilli(in.readLong());
        return switch (kind) {
            case TELEMETRY -> new RecordedReading(place, appliance, type, time, receivedAt, values(in));
            case FAULTS -> new RecordedFault(place, appliance, type, time, receivedAt, in.readUTF(), in.readBoolean());
            case FAILURES -> new RecordedFailure(place, appliance, type, time, receivedAt, in.readUTF());
            case REPAIRS ->
                new RecordedRepair(place, appliance, type, time, receivedAt, in.readUTF(), planned(in.readByte()));
            case APPLIANCES -> throw new IOException("an appliance is no event");
        };
    }

    private static String[] values(DataInputStream in) throws IOException {
        String[] values = new String[in.readShort()];
        for (int i = 0; i < values.length; i++) {
            String value = in.readUTF();
            values[i] = value.isEmpty() ? null : value;
        }
        return values;
    }

    private static Boolean planned(byte stored) {
        return stored < 0 ? null : Boolean.valueOf(stored == 1);
    }
}
