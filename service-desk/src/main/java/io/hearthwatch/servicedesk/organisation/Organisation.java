package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.database.Database;
import java.time.InstantSource;

/**
 * Headquarters, regions, service centres, technicians, and the people who use the service. What each of them may see is a {@link Scope},
 * which every read takes. Thread-safe; every call blocks on the database.
 */
public final class Organisation {
    private final People people;
    private final Sessions sessions;
    private final Centres centres;
    private final Technicians technicians;
    private final Looks looks;
    private final Records records;

    /** On a database whose schema {@code service} is up to date. */
    public Organisation(Database database, InstantSource clock) {
        this.people = new People(database, clock);
        this.sessions = new Sessions(database, clock);
        this.centres = new Centres(database, clock);
        this.technicians = new Technicians(database, clock);
        this.looks = new Looks(database, clock);
        this.records = new Records(database);
    }

    /** Who uses the service. */
    public People people() {
        return people;
    }

    /** Browsers that are signed in. */
    public Sessions sessions() {
        return sessions;
    }

    /** Regions and service centres. */
    public Centres centres() {
        return centres;
    }

    /** Technicians and their licences. */
    public Technicians technicians() {
        return technicians;
    }

    /** Who looked at customers' data. */
    public Looks looks() {
        return looks;
    }

    /** To whom single records belong. */
    public Records records() {
        return records;
    }
}
