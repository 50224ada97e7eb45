package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.app.metrics.WorkCounters;
import io.hearthwatch.predictor.Decided;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.ShadowService;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has challengers do what champions did, after the champions' tickets are out, and takes note of what they would have asked for. */
final class ShadowWork implements DueWork {
    private static final Logger log = LoggerFactory.getLogger(ShadowWork.class);
    private static final int BATCH = 500;

    private final Predictor predictor;
    private final ShadowService shadow;
    private final ServiceDesk desk;
    private final WorkCounters counters;

    ShadowWork(Predictor predictor, ShadowService shadow, ServiceDesk desk, WorkCounters counters) {
        this.predictor = predictor;
        this.shadow = shadow;
        this.desk = desk;
        this.counters = counters;
    }

    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public Optional<Instant> nextDue() {
        return Stream.concat(
                        shadow.nextDue().stream(), shadow.unrelayed(1).stream().map(Decision::asOf))
                .min(Instant::compareTo);
    }

    @Override
    public void runDue(Instant at) {
        Decided decided = shadow.run();
        counters.shadowed(decided);
        if (decided.scored() > 0) {
            log.debug("challengers scored {} and would have decided {}", decided.scored(), decided.decisions());
        }
        List<Decision> batch;
        do {
            batch = shadow.unrelayed(BATCH);
            batch.forEach(decision -> desk.shadow(Relay.proposal(decision)));
            predictor.markRelayed(batch.stream().map(Decision::id).toList());
        } while (batch.size() == BATCH);
    }
}
