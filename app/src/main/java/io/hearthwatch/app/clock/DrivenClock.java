package io.hearthwatch.app.clock;

import io.hearthwatch.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A clock that stands still until it is set, and is kept in the database. Until it is set for the first time it reads the newest event
 * stored, or the wall clock where nothing is stored. Thread-safe.
 */
public final class DrivenClock implements InstantSource {
    private final Database database;
    private final Supplier<Instant> beforeFirstSet;
    private volatile Instant now;
    private volatile boolean everSet;

    private DrivenClock(Database database, Instant stored, Supplier<Instant> beforeFirstSet) {
        this.database = database;
        this.beforeFirstSet = beforeFirstSet;
        this.now = stored;
        this.everSet = stored != null;
    }

    /**
     * @param beforeFirstSet what the clock reads until it is set; asked once
     */
    public static DrivenClock open(Database database, Supplier<Instant> beforeFirstSet) {
        database.migrate("app");
        return new DrivenClock(database, stored(database).orElse(null), beforeFirstSet);
    }

    /** The clock of a database whose service runs a driven one, as it stands now; nothing where its service runs by the wall clock. */
    public static Optional<InstantSource> of(Database database) {
        database.migrate("app");
        return stored(database).map(InstantSource::fixed);
    }

    /**
     * Ends what a driven clock has shown, because from now on the service runs by the wall clock.
     *
     * @return what it showed
     */
    public static Optional<Instant> forget(Database database) {
        database.migrate("app");
        Optional<Instant> shown = stored(database);
        if (shown.isPresent()) {
            database.inTransaction(connection -> {
                try (Statement delete = connection.createStatement()) {
                    return delete.executeUpdate("delete from app.clock");
                }
            });
        }
        return shown;
    }

    private static Optional<Instant> stored(Database database) {
        return database.withConnection(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("select now from app.clock")) {
                return row.next()
                        ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                        : Optional.<Instant>empty();
            }
        });
    }

    /** Shows what is kept, if another process on the database has moved the clock on meanwhile. */
    public void follow() {
        Optional<Instant> stored = stored(database);
        synchronized (this) {
            if (stored.isPresent() && (!everSet || stored.get().isAfter(now))) {
                now = stored.get();
                everSet = true;
            }
        }
    }

    @Override
    public Instant instant() {
        Instant current = now;
        if (current == null) {
            synchronized (this) {
                if (now == null) {
                    now = beforeFirstSet.get();
                }
                current = now;
            }
        }
        return current;
    }

    /** Whether it was ever set, in this process or an earlier one. */
    boolean everSet() {
        return everSet;
    }

    /** Shows the instant to everyone in this process; not kept until {@link #keep()}. */
    synchronized void show(Instant instant) {
        now = instant;
    }

    /** Keeps what the clock shows. Called after the work due by then is committed, so that a kill repeats work and loses none. */
    void keep() {
        Instant current = now;
        database.inTransaction(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(
                    "insert into app.clock (now) values (?) on conflict (only_row) do update set now = excluded.now")) {
                upsert.setObject(1, current.atOffset(ZoneOffset.UTC));
                return upsert.executeUpdate();
            }
        });
        everSet = true;
    }
}
