package io.hearthwatch.history;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.yaml.DidYouMean;
import io.hearthwatch.history.csv.CsvRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Rows of telemetry, faults, failures and repairs. */
final class EventAssemblers implements RowAssembler.Factory<RecordedEvent> {
    private final Catalog catalog;
    private final Map<String, String> listedTypes;

    /** @param listedTypes types by appliance id, as the files of appliances give them */
    EventAssemblers(Catalog catalog, Map<String, String> listedTypes) {
        this.catalog = catalog;
        this.listedTypes = listedTypes;
    }

    @Override
    public RowAssembler<? extends RecordedEvent> bind(Source source, Header header) {
        EventFields fields = new EventFields(catalog, listedTypes, source, header);
        return switch (source.kind()) {
            case TELEMETRY -> new ReadingAssembler(fields, source, header);
            case FAULTS -> faults(fields, source, header);
            case FAILURES -> failures(fields, source, header);
            case REPAIRS -> repairs(fields, source, header);
            case APPLIANCES -> throw new IllegalArgumentException("an appliance is no event");
        };
    }

    private static RowAssembler<RecordedFault> faults(EventFields fields, Source source, Header header) {
        Cell code = header.bind(source.columns().get("code"));
        Cell state = header.bind(source.columns().get("state"));
        return (row, place) -> {
            String id = fields.appliance(row);
            ApplianceType type = fields.type(id, row);
            Instant time = fields.time(row);
            return new RecordedFault(
                    place,
                    id,
                    type.id(),
                    time,
                    fields.receivedAt(row, time),
                    known(code, row, type.faults().keySet(), type, "fault code"),
                    raised(state, row));
        };
    }

    private static RowAssembler<RecordedFailure> failures(EventFields fields, Source source, Header header) {
        Cell component = header.bind(source.columns().get("component"));
        return (row, place) -> {
            String id = fields.appliance(row);
            ApplianceType type = fields.type(id, row);
            Instant time = fields.time(row);
            return new RecordedFailure(
                    place,
                    id,
                    type.id(),
                    time,
                    fields.receivedAt(row, time),
                    known(component, row, type.components().keySet(), type, "component"));
        };
    }

    private static RowAssembler<RecordedRepair> repairs(EventFields fields, Source source, Header header) {
        Cell component = header.bind(source.columns().get("component"));
        Cell planned = header.bind(source.columns().get("planned"));
        return (row, place) -> {
            String id = fields.appliance(row);
            ApplianceType type = fields.type(id, row);
            Instant time = fields.time(row);
            return new RecordedRepair(
                    place,
                    id,
                    type.id(),
                    time,
                    fields.receivedAt(row, time),
                    known(component, row, type.components().keySet(), type, "component"),
                    planned(planned, row));
        };
    }

    private static String known(Cell cell, CsvRow row, Collection<String> names, ApplianceType type, String what)
            throws BadRowException {
        String name = cell.required(row);
        if (!names.contains(name)) {
            throw new BadRowException("type " + type.id() + " has no " + what + " " + Column.shortened(name) + ": "
                    + DidYouMean.hint(name, names));
        }
        return name;
    }

    private static boolean raised(Cell state, CsvRow row) throws BadRowException {
        String text = state.text(row);
        if (text == null) {
            return true;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "raised", "1", "true" -> true;
            case "cleared", "0", "false" -> false;
            default ->
                throw new BadRowException(state.column().describe() + ": \"" + Column.shortened(text)
                        + "\" is neither raised (1, true) nor cleared (0, false)");
        };
    }

    private static Boolean planned(Cell planned, CsvRow row) throws BadRowException {
        String text = planned.text(row);
        if (text == null) {
            return null;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "planned", "1", "true", "yes" -> true;
            case "unplanned", "0", "false", "no" -> false;
            default ->
                throw new BadRowException(planned.column().describe() + ": \"" + Column.shortened(text)
                        + "\" is neither planned (1, true, yes) nor unplanned (0, false, no)");
        };
    }
}
