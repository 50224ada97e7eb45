package io.hearthwatch.app.importing;

import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
import io.hearthwatch.fleet.StoreCount;
import io.hearthwatch.history.RecordPlace;
import io.hearthwatch.history.RecordedAppliance;
import io.hearthwatch.history.RecordedEvent;
import io.hearthwatch.history.RecordedFailure;
import io.hearthwatch.history.RecordedFault;
import io.hearthwatch.history.RecordedHistory;
import io.hearthwatch.history.RecordedReading;
import io.hearthwatch.history.RecordedRepair;
import io.hearthwatch.history.RejectedRow;
import io.hearthwatch.ingest.BulkFault;
import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.ingest.BulkResult;
import io.hearthwatch.ingest.BulkStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings recorded history in: registers the appliances, stores readings, faults, failures and repairs in batches, then closes the hours.
 * Every step is idempotent, so that a run that was interrupted is simply run again. Memory holds one batch and the appliances' names.
 */
public final class ImportJob {
    private static final int BATCH = 10_000;

    private final Workspace workspace;
    private final RecordedHistory history;
    private final Instant until;
    private final CredentialsFile credentials;
    private final Progress progress;
    private final ImportTally tally = new ImportTally();
    private final Map<String, Optional<Appliance>> appliances = new HashMap<>();
    private Instant newest = Instant.MIN;
    private int withoutSecret;

    /**
     * @param until latest event time to take in, inclusive; null for all
     * @param credentials where new secrets go; null for nowhere
     */
    public ImportJob(
            Workspace workspace,
            RecordedHistory history,
            Instant until,
            CredentialsFile credentials,
            Progress progress) {
        this.workspace = workspace;
        this.history = history;
        this.until = until;
        this.credentials = credentials;
        this.progress = progress;
    }

    /** Imports everything. */
    public ImportReport run() {
        registerAppliances();
        BulkStore bulk = workspace.ingest().bulk();
        Batch<RecordedReading, BulkReading> readings = new Batch<>(
                (row, event, appliance) ->
                        new BulkReading(row, appliance, event.time(), event.receivedAt(), event.values()),
                bulk::readings);
        history.telemetry(readings::add, this::rejected);
        readings.flush();
        Batch<RecordedFault, BulkFault> faults = new Batch<>(
                (row, event, appliance) ->
                        new BulkFault(row, appliance, event.time(), event.receivedAt(), event.code(), event.raised()),
                bulk::faults);
        history.faults(faults::add, this::rejected);
        faults.flush();
        Fleet fleet = workspace.fleet();
        Batch<RecordedFailure, ComponentEvent> failures = new Batch<>(
                (row, event, appliance) ->
                        new ComponentEvent(appliance.no(), event.component(), event.time(), event.receivedAt(), null),
                labels(fleet::recordFailures));
        history.failures(failures::add, this::rejected);
        failures.flush();
        Batch<RecordedRepair, ComponentEvent> repairs = new Batch<>(
                (row, event, appliance) -> new ComponentEvent(
                        appliance.no(), event.component(), event.time(), event.receivedAt(), event.planned()),
                labels(fleet::recordRepairs));
        history.repairs(repairs::add, this::rejected);
        repairs.flush();
        closeHours();
        workspace.predictor().forgetFleetDays();
        workspace.serviceDesk().trials().forget();
        progress.done();
        return tally.report();
    }

    /** Appliances that were registered before and whose secret the credentials file does not have. */
    public int withoutSecret() {
        return withoutSecret;
    }

    private void registerAppliances() {
        List<RecordedAppliance> batch = new ArrayList<>();
        history.appliances(
                appliance -> {
                    batch.add(appliance);
                    if (batch.size() == BATCH) {
                        register(batch);
                        batch.clear();
                    }
                },
                this::rejected);
        register(batch);
    }

    private void register(List<RecordedAppliance> batch) {
        List<NewCredential> results = workspace
                .fleet()
                .addAll(batch.stream().map(ImportJob::toRegister).toList());
        for (int i = 0; i < results.size(); i++) {
            NewCredential result = results.get(i);
            appliances.put(result.appliance().id(), Optional.of(result.appliance()));
            if (!history.appliancesAreRows()) {
                // Taken from telemetry, whose rows are counted when they are stored.
                continue;
            }
            if (result.added()) {
                tally.stored(batch.get(i).place().file(), 1);
            } else {
                tally.repeated(batch.get(i).place().file(), 1);
            }
        }
        if (credentials != null) {
            results.forEach(credentials::add);
            // Before any of their data: a secret that is lost here could only be replaced.
            credentials.write();
            withoutSecret += (int) results.stream()
                    .filter(result -> !credentials.has(result.appliance().id()))
                    .count();
        }
    }

    private static NewAppliance toRegister(RecordedAppliance a) {
        return new NewAppliance(
                a.id(),
                a.type(),
                a.model(),
                a.lot(),
                a.producedOn(),
                a.purchasedOn(),
                a.firmware(),
                new HashMap<>(a.attributes()));
    }

    private void rejected(RejectedRow row) {
        tally.rejected(row.place(), row.reason());
    }

    private void closeHours() {
        if (newest.equals(Instant.MIN)) {
            return;
        }
        progress.show("closing hours", -1, "");
        Instant end = newest.truncatedTo(ChronoUnit.HOURS).equals(newest)
                ? newest
                : newest.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        workspace.ingest().hours().close(end);
    }

    /** Failures and repairs, which either all are stored or none, as a batch that says so row by row. */
    private static Function<List<ComponentEvent>, BulkResult> labels(
            Function<List<ComponentEvent>, StoreCount> record) {
        return rows -> {
            StoreCount count = record.apply(rows);
            return new BulkResult(count.stored(), count.repeated(), List.of());
        };
    }

    /** Makes the row to store of a recorded one. */
    @FunctionalInterface
    private interface Conversion<E, R> {
        R convert(long row, E event, Appliance appliance);
    }

    /** Collects rows of one kind and stores them when there are enough. */
    private final class Batch<E extends RecordedEvent, R> {
        private final Conversion<E, R> conversion;
        private final Function<List<R>, BulkResult> store;
        private final List<R> rows = new ArrayList<>(BATCH);
        private final List<RecordPlace> places = new ArrayList<>(BATCH);

        Batch(Conversion<E, R> conversion, Function<List<R>, BulkResult> store) {
            this.conversion = conversion;
            this.store = store;
        }

        void add(E event) {
            if (until != null && event.time().isAfter(until)) {
                tally.later();
                return;
            }
            Appliance appliance = appliances
                    .computeIfAbsent(event.appliance(), workspace.fleet()::find)
                    .orElse(null);
            if (appliance == null) {
                tally.rejected(event.place(), "no appliance " + event.appliance() + " is registered");
                return;
            }
            if (!appliance.type().equals(event.type())) {
                tally.rejected(
                        event.place(),
                        "appliance " + appliance.id() + " is registered as " + appliance.type() + ", not as "
                                + event.type());
                return;
            }
            if (event.time().isAfter(newest)) {
                newest = event.time();
            }
            if (!places.isEmpty()
                    && (rows.size() == BATCH
                            || !places.get(0).file().equals(event.place().file()))) {
                flush();
            }
            rows.add(conversion.convert(rows.size(), event, appliance));
            places.add(event.place());
        }

        void flush() {
            if (rows.isEmpty()) {
                return;
            }
            BulkResult result = store.apply(rows);
            String file = places.get(0).file();
            tally.stored(file, result.stored());
            tally.repeated(file, result.repeated());
            result.rejects().forEach(reject -> tally.rejected(places.get((int) reject.row()), reject.detail()));
            rows.clear();
            places.clear();
            progress.show(
                    file,
                    history.progress().fraction(),
                    String.format(
                            Locale.ROOT,
                            "%,d rows, %,.0f rows/s",
                            tally.done(),
                            tally.done() / Math.max(progress.seconds(), 1e-3)));
        }
    }
}
