package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.ingest.SafetyFaults;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands safety-relevant fault codes to the service desk, which opens a ticket at once, without a model. A code is forgotten only after the
 * desk has committed, and the desk knows each code that was raised: a kill in between repeats the question, never the ticket.
 */
public final class SafetyWork implements DueWork {
    private static final int BATCH = 500;

    private final SafetyFaults faults;
    private final TicketDesk desk;

    public SafetyWork(SafetyFaults faults, TicketDesk desk) {
        this.faults = faults;
        this.desk = desk;
    }

    @Override
    public String name() {
        return "safety";
    }

    @Override
    public Optional<Instant> nextDue() {
        return faults.next();
    }

    @Override
    public void runDue(Instant at) {
        List<SafetyFaults.Raised> batch;
        do {
            batch = faults.waiting(at, BATCH);
            for (SafetyFaults.Raised fault : batch) {
                desk.safetyFault(fault.applianceNo(), fault.code(), fault.at());
                faults.handedOn(fault);
            }
        } while (batch.size() == BATCH);
    }
}
