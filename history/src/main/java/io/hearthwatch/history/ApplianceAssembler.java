package io.hearthwatch.history;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.history.csv.CsvRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows of a list of appliances. */
final class ApplianceAssembler implements RowAssembler<RecordedAppliance> {
    private static final double MILLIS_PER_YEAR = 365.25 * 24 * 60 * 60 * 1000;
    private static final double MAX_YEARS = 150;

    private final Map<String, String> seen;
    private final TypeFinder types;
    private final Cell id;
    private final Cell model;
    private final Cell lot;
    private final Cell firmware;
    private final Cell ageYears;
    private final Instant ageAt;
    private final Day produced;
    private final Day purchased;
    private final Map<String, Cell> attributes = new LinkedHashMap<>();

    private ApplianceAssembler(Catalog catalog, Map<String, String> seen, Source source, Header header) {
        this.seen = seen;
        this.types = new TypeFinder(catalog, Map.of(), source, header);
        this.id = header.bind(source.columns().get("id"));
        this.model = header.bind(source.columns().get("model"));
        this.lot = header.bind(source.columns().get("lot"));
        this.firmware = header.bind(source.columns().get("firmware"));
        this.ageYears = header.bind(source.columns().get("age_years"));
        this.ageAt = source.ageAt();
        this.produced = Day.bind(source.times().get("produced"), header);
        this.purchased = Day.bind(source.times().get("purchased"), header);
        source.attributes().forEach((name, column) -> attributes.put(name, header.bind(column)));
    }

    /** @param seen types by id of the appliances met so far, over all files; is added to */
    static Factory<RecordedAppliance> factory(Catalog catalog, Map<String, String> seen) {
        return (source, header) -> new ApplianceAssembler(catalog, seen, source, header);
    }

    @Override
    public RecordedAppliance assemble(CsvRow row, RecordPlace place) throws BadRowException {
        String applianceId = RowAssembler.id(id, row);
        Map<String, String> known = new HashMap<>();
        attributes.forEach((name, cell) -> {
            String text = cell.text(row);
            if (text != null) {
                known.put(name, text);
            }
        });
        String type = types.of(applianceId, row).id();
        if (!seen.getOrDefault(applianceId, type).equals(type)) {
            throw new BadRowException(
                    "appliance " + applianceId + " was listed before as " + seen.get(applianceId) + ", not as " + type);
        }
        RecordedAppliance appliance = new RecordedAppliance(
                place,
                applianceId,
                type,
                model.text(row),
                lot.text(row),
                ageYears.bound() ? producedByAge(row) : produced.of(row),
                purchased.of(row),
                firmware.text(row),
                known);
        seen.put(applianceId, type);
        return appliance;
    }

    private LocalDate producedByAge(CsvRow row) throws BadRowException {
        String text = ageYears.text(row);
        if (text == null) {
            return null;
        }
        double years = Double.parseDouble(ageYears.column().convert(text));
        if (years < 0 || years > MAX_YEARS) {
            throw new BadRowException(ageYears.column().describe() + ": an age of " + text + " years cannot be");
        }
        return ageAt.minusMillis(Math.round(years * MILLIS_PER_YEAR))
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    /** A field of which only the day counts. */
    private record Day(TimeColumn time, Cell cell) {
        static Day bind(TimeColumn time, Header header) {
            return new Day(time, header.bind(time == null ? null : time.column()));
        }

        LocalDate of(CsvRow row) throws BadRowException {
            String text = cell.raw(row);
            return text == null
                    ? null
                    : time.format()
                            .parse(text, cell.column().describe())
                            .atZone(time.zone())
                            .toLocalDate();
        }
    }
}
