package io.hearthwatch.history;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.history.csv.CsvRow;
import java.time.Instant;
import java.util.Map;

/** What every kind of event has: an appliance, its type, a time, and a time of receipt. */
final class EventFields {
    private final Cell appliance;
    private final TypeFinder types;
    private final Cell time;
    private final TimeFormat timeFormat;
    private final Cell receivedAt;
    private final TimeFormat receivedFormat;

    EventFields(Catalog catalog, Map<String, String> listedTypes, Source source, Header header) {
        this.appliance = header.bind(source.columns().get("appliance"));
        this.types = new TypeFinder(catalog, listedTypes, source, header);
        TimeColumn timeColumn = source.times().get("time");
        this.time = header.bind(timeColumn.column());
        this.timeFormat = timeColumn.format();
        TimeColumn received = source.times().get("received_at");
        this.receivedAt = header.bind(received == null ? null : received.column());
        this.receivedFormat = received == null ? timeFormat : received.format();
    }

    String appliance(CsvRow row) throws BadRowException {
        return RowAssembler.id(appliance, row);
    }

    ApplianceType type(String id, CsvRow row) throws BadRowException {
        return types.of(id, row);
    }

    Instant time(CsvRow row) throws BadRowException {
        String text = time.raw(row);
        if (text == null) {
            throw new BadRowException(time.column().describe() + " is empty");
        }
        return timeFormat.parse(text, time.column().describe());
    }

    /** The time of the event itself where nothing is said. */
    Instant receivedAt(CsvRow row, Instant eventTime) throws BadRowException {
        String text = receivedAt.raw(row);
        return text == null
                ? eventTime
                : receivedFormat.parse(text, receivedAt.column().describe());
    }
}
