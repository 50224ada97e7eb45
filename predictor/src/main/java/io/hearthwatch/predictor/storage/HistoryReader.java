package io.hearthwatch.predictor.storage;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Expression;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.FaultRow;
import io.hearthwatch.ingest.HourRow;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.FleetDays;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.HistorySource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads histories of one type's appliances from the database, a few appliances at a time, so that memory does not grow with the fleet.
 * What a model's vocabulary does not know is left out. Blocks; for one thread.
 */
public final class HistoryReader implements HistorySource {
    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final Duration SHORT = Duration.ofDays(60);
    private static final int MANY = 256;
    private static final int FEW = 24;

    private final Database database;
    private final Fleet fleet;
    private final StoredTelemetry telemetry;
    private final Vocabulary vocabulary;
    private final Predicate<Appliance> wanted;
    private final Map<String, Integer> codes;
    private final Map<String, Integer> components;
    /** For each of the vocabulary's metrics, its place in an hour's row, or -1 where the catalog has it no more. */
    private final int[] places;

    private final boolean[] counters;
    /** For each of the vocabulary's metrics, what it is derived from, or null where it is reported. */
    private final Expression[] expressions;

    private final Map<String, Integer> reported;
    private final int metricsInCatalog;

    /**
     * Reads what a vocabulary knows.
     *
     * @param type the type as the catalog has it now
     * @param wanted which appliances to read
     */
    public HistoryReader(
            Database database,
            Fleet fleet,
            StoredTelemetry telemetry,
            ApplianceType type,
            Vocabulary vocabulary,
            Predicate<Appliance> wanted) {
        this.database = database;
        this.fleet = fleet;
        this.telemetry = telemetry;
        this.vocabulary = vocabulary;
        this.wanted = wanted;
        this.codes = indices(vocabulary.codes());
        this.components = indices(vocabulary.components());
        Map<String, Integer> metrics =
                indices(type.metrics().stream().map(m -> m.name()).toList());
        this.metricsInCatalog = type.metrics().size();
        int size = vocabulary.metrics().size();
        this.places = new int[size];
        this.counters = new boolean[size];
        this.expressions = new Expression[size];
        this.reported = indices(
                vocabulary.metrics().stream().map(Vocabulary.MetricName::name).toList());
        for (int m = 0; m < size; m++) {
            places[m] = metrics.getOrDefault(vocabulary.metrics().get(m).name(), -1);
            counters[m] = vocabulary.metrics().get(m).kind() == MetricKind.COUNTER;
            String expression = vocabulary.metrics().get(m).expression();
            expressions[m] = expression == null ? null : Expression.parse(expression);
        }
    }

    private static Map<String, Integer> indices(List<String> names) {
        Map<String, Integer> indices = new HashMap<>();
        names.forEach(name -> indices.put(name, indices.size()));
        return indices;
    }

    @Override
    public void forEach(Instant telemetryAfter, Instant upTo, Consumer<ApplianceHistory> consumer) {
        List<Appliance> appliances = new ArrayList<>();
        fleet.forEach(vocabulary.type(), appliance -> {
            if (wanted.test(appliance)) {
                appliances.add(appliance);
            }
        });
        read(appliances, telemetryAfter, upTo, consumer);
    }

    /** Reads the histories of these appliances, which are in order of their numbers. */
    public void read(
            List<Appliance> appliances, Instant telemetryAfter, Instant upTo, Consumer<ApplianceHistory> consumer) {
        boolean silent = !typeHasTelemetry();
        FleetDays fleetDays = fleetDays(telemetryAfter, upTo);
        int size = Duration.between(telemetryAfter, upTo).compareTo(SHORT) > 0 ? FEW : MANY;
        for (int from = 0; from < appliances.size(); from += size) {
            List<Appliance> some = appliances.subList(from, Math.min(appliances.size(), from + size));
            readTogether(some, telemetryAfter, upTo, silent).forEach(history -> {
                history.setFleet(fleetDays);
                consumer.accept(history);
            });
        }
    }

    /** What the fleet did before decisions that are a month of telemetry later than where reading begins. */
    private FleetDays fleetDays(Instant telemetryAfter, Instant upTo) {
        Duration month = Duration.ofDays(FeatureExtractor.GIVEN_DAYS - FleetDays.DAYS - 2);
        Instant from = telemetryAfter.equals(BEGINNING) ? telemetryAfter : telemetryAfter.plus(month);
        return new FleetDayStore(database, fleet, vocabulary).load(from, upTo);
    }

    private List<ApplianceHistory> readTogether(
            List<Appliance> appliances, Instant telemetryAfter, Instant upTo, boolean silent) {
        Map<Integer, ApplianceHistory> histories = new LinkedHashMap<>();
        for (Appliance appliance : appliances) {
            histories.put(appliance.no(), empty(appliance));
        }
        int[] nos = appliances.stream().mapToInt(Appliance::no).toArray();
        String type = vocabulary.type();
        firstHours(nos, histories);
        CounterGrowth growth = new CounterGrowth(metricsInCatalog);
        telemetry.hourly(
                type, nos, telemetryAfter, upTo, row -> addHour(histories.get(row.applianceNo()), row, growth));
        telemetry.faults(type, nos, BEGINNING, upTo, EVER, row -> addFault(histories.get(row.applianceNo()), row));
        fleet.repairs(type, nos, upTo, EVER, e -> addRepair(histories.get(e.applianceNo()), e));
        fleet.failures(
                type,
                nos,
                upTo,
                EVER,
                e -> addEvent(histories.get(e.applianceNo()).failures(), e));
        if (silent) {
            histories.values().forEach(HistoryReader::seenAtFirstEvent);
        }
        return List.copyOf(histories.values());
    }

    private ApplianceHistory empty(Appliance appliance) {
        LocalDate born = appliance.producedOn() != null ? appliance.producedOn() : appliance.purchasedOn();
        return new ApplianceHistory(
                appliance.no(),
                appliance.id(),
                appliance.model(),
                born == null
                        ? ApplianceHistory.UNKNOWN
                        : born.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
                vocabulary.metrics().size());
    }

    private void addHour(ApplianceHistory history, HourRow row, CounterGrowth growth) {
        int size = places.length;
        int[] count = new int[size];
        float[] mean = new float[size];
        float[] min = new float[size];
        float[] max = new float[size];
        float[] sd = new float[size];
        for (int m = 0; m < size; m++) {
            int place = places[m];
            if (place < 0 || row.count()[place] == 0) {
                continue;
            }
            if (counters[m]) {
                float rate = growth.rate(row, place);
                count[m] = Float.isNaN(rate) ? 0 : 1;
                mean[m] = min[m] = max[m] = rate;
            } else {
                count[m] = (int) row.count()[place];
                mean[m] = row.mean()[place];
                min[m] = row.min()[place];
                max[m] = row.max()[place];
                sd[m] = row.sd()[place];
            }
        }
        for (int m = 0; m < size; m++) {
            if (expressions[m] != null) {
                float value = (float) expressions[m].value(name -> {
                    int place = reported.getOrDefault(name, -1);
                    return place < 0 || count[place] == 0 ? Double.NaN : mean[place];
                });
                count[m] = Float.isNaN(value) ? 0 : 1;
                mean[m] = min[m] = max[m] = value;
            }
        }
        history.addHour(row.hour().toEpochMilli(), count, mean, min, max, sd);
    }

    private void addFault(ApplianceHistory history, FaultRow row) {
        Integer code = codes.get(row.code());
        if (row.raised() && code != null) {
            history.faults().add(row.time().toEpochMilli(), row.receivedAt().toEpochMilli(), code);
        }
    }

    private void addRepair(ApplianceHistory history, ComponentEvent event) {
        addEvent(history.repairs(), event);
        if (event.cutsOff()) {
            addEvent(history.cutOffs(), event);
        }
    }

    private void addEvent(Events events, ComponentEvent event) {
        Integer component = components.get(event.component());
        if (component != null) {
            events.add(event.time().toEpochMilli(), event.receivedAt().toEpochMilli(), component);
        }
    }

    private static void seenAtFirstEvent(ApplianceHistory history) {
        for (Events events : List.of(history.faults(), history.repairs(), history.failures())) {
            if (events.size() > 0) {
                history.seenAt(events.time(0));
            }
        }
    }

    private boolean typeHasTelemetry() {
        return !vocabulary.metrics().isEmpty()
                && database.withConnection(connection -> {
                    try (PreparedStatement select =
                                    connection.prepareStatement("select exists (select from " + hourly() + ")");
                            ResultSet row = select.executeQuery()) {
                        row.next();
                        return row.getBoolean(1);
                    }
                });
    }

    /** When each was first heard of, which may be long before the telemetry that is read. */
    private void firstHours(int[] nos, Map<Integer, ApplianceHistory> histories) {
        if (vocabulary.metrics().isEmpty()) {
            return;
        }
        // One step into the primary key for each appliance.
        String sql = """
                select n.no, (select h.hour from %s h where h.appliance_no = n.no order by h.hour limit 1)
                from unnest(?::int[]) n(no)
                """.formatted(hourly());
        database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, connection.createArrayOf("int4", boxed(nos)));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        OffsetDateTime first = rows.getObject(2, OffsetDateTime.class);
                        if (first != null) {
                            histories
                                    .get(rows.getInt(1))
                                    .seenAt(first.toInstant().toEpochMilli());
                        }
                    }
                }
            }
            return null;
        });
    }

    /** The table's name: a type's id is a SQL-safe identifier, which the catalog's loader checks. */
    private String hourly() {
        return "telemetry.\"" + vocabulary.type() + "_hourly\"";
    }

    private static Integer[] boxed(int[] numbers) {
        Integer[] boxed = new Integer[numbers.length];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }
}
