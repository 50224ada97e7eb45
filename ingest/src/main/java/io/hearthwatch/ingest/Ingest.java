package io.hearthwatch.ingest;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.vertx.core.Future;
import java.time.InstantSource;

/** From a received message to a committed row. */
public final class Ingest implements MessageSink, AutoCloseable {
    /** Migrates {@code telemetry}, and creates or extends the tables of the catalog's types. */
    public Ingest(Database database, Catalog catalog, Fleet fleet, InstantSource clock, IngestSettings settings) {}

    @Override
    public Future<Verdict> accept(ReceivedMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSaturated() {
        return false;
    }

    @Override
    public void whenRelieved(Runnable resume) {
        resume.run();
    }

    /** Notes that an appliance connected now. Doesn't block. */
    public void connected(Appliance appliance) {
        throw new UnsupportedOperationException();
    }

    /** Notes that an appliance's connection ended now. Doesn't block. */
    public void disconnected(Appliance appliance) {
        throw new UnsupportedOperationException();
    }

    /** The counters now. */
    public IngestMetrics metrics() {
        throw new UnsupportedOperationException();
    }

    /** What closes hours. */
    public Hours hours() {
        throw new UnsupportedOperationException();
    }

    /** What reads. */
    public StoredTelemetry stored() {
        throw new UnsupportedOperationException();
    }

    /** What imports. */
    public BulkStore bulk() {
        throw new UnsupportedOperationException();
    }

    /** Commits what was accepted, as far as the database allows within a few seconds, and stops the threads. */
    @Override
    public void close() {}
}
