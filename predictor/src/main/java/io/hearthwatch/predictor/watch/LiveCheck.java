package io.hearthwatch.predictor.watch;

import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.predictor.FoundLabels;
import io.hearthwatch.predictor.FoundLabels.Found;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Judges a model's decisions by what people found and what failed. Decisions are streamed, a few appliances at a time; of failures the
 * newest 400 days are held. For one thread; blocks.
 */
final class LiveCheck {
    /** How far back it looks. */
    static final Duration LONGEST = Duration.ofDays(400);

    private static final int FETCHED = 2_000;

    private final Database database;
    private final Fleet fleet;
    private final FoundLabels labels;
    private final String modelId;
    private final TrainedModel model;
    private final Instant now;
    private final List<Window> windows = new ArrayList<>();
    private final Map<Integer, List<Failure>> failures = new HashMap<>();
    private final Map<Integer, List<Failure>> foundInTime = new HashMap<>();

    /** @param ticket the number of the ticket that tells of it, or null */
    private record Failure(String component, long at, String ticket) {}

    private record Raised(UUID id, int applianceNo, String component, long asOf, double probability) {}

    /** One span with what is counted in it. */
    private static final class Window {
        final String name;
        final Instant from;
        final QualityTally total = new QualityTally();
        final Map<String, QualityTally> components = new TreeMap<>();

        Window(String name, Instant from) {
            this.name = name;
            this.from = from;
        }
    }

    LiveCheck(Database database, Fleet fleet, FoundLabels labels, String modelId, TrainedModel model, Instant now) {
        this.database = database;
        this.fleet = fleet;
        this.labels = labels;
        this.modelId = modelId;
        this.model = model;
        this.now = now;
    }

    /** Since it went live, at most 400 days. */
    LiveQuality run(Instant live) {
        Instant since = live.isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : live;
        windows.add(new Window("live", since));
        for (int days : new int[] {90, 30}) {
            Instant from = now.minus(Duration.ofDays(days));
            windows.add(new Window(days + "d", from.isBefore(since) ? since : from));
        }
        // What failed before the model could have said anything is not its fault.
        Instant first = model.schedule().after(since.minusMillis(1)).plus(model.lead());
        fleet.failures(model.extractor().vocabulary().type(), null, now, now, event -> {
            if (event.time().isAfter(first)) {
                failures.computeIfAbsent(event.applianceNo(), no -> new ArrayList<>(2))
                        .add(new Failure(
                                event.component(),
                                event.time().toEpochMilli(),
                                event.work() == null ? null : event.work().ticket()));
            }
        });
        decisions(since);
        failures.forEach((no, unforeseen) -> unforeseen.forEach(f -> failed(f.component(), f.at(), -1, false)));
        return new LiveQuality(
                live,
                windows.stream()
                        .map(window -> new LiveQuality.Span(
                                window.name,
                                window.from,
                                window.total.quality(null),
                                window.components.entrySet().stream()
                                        .map(e -> e.getValue().quality(e.getKey()))
                                        .toList()))
                        .toList());
    }

    /** Whether technicians found a component about to fail in (after, upTo], so that it did not; known after {@link #run}. */
    boolean foundInTime(int applianceNo, String component, long after, long upTo) {
        return foundInTime.getOrDefault(applianceNo, List.of()).stream()
                .anyMatch(f -> f.component().equals(component) && f.at() > after && f.at() <= upTo);
    }

    /** Streams the model's decisions, appliance by appliance. */
    private void decisions(Instant since) {
        String sql = """
                select id, appliance_no, component, as_of, probability from prediction.decision
                where model_id = ? and not shadow and as_of >= ? and as_of <= ?
                order by appliance_no, component, as_of
                """;
        database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, modelId);
                select.setObject(2, since.atOffset(ZoneOffset.UTC));
                select.setObject(3, now.atOffset(ZoneOffset.UTC));
                select.setFetchSize(FETCHED);
                List<Raised> some = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Raised raised = new Raised(
                                row.getObject(1, UUID.class),
                                row.getInt(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class)
                                        .toInstant()
                                        .toEpochMilli(),
                                row.getDouble(5));
                        if (some.size() >= FETCHED && some.get(some.size() - 1).applianceNo() != raised.applianceNo()) {
                            judge(some);
                            some.clear();
                        }
                        some.add(raised);
                    }
                }
                judge(some);
            }
            return null;
        });
    }

    /** Judges all decisions of some appliances. */
    private void judge(List<Raised> decisions) {
        Map<UUID, Found> found = labels.of(decisions.stream().map(Raised::id).toList());
        int from = 0;
        for (int i = 1; i <= decisions.size(); i++) {
            if (i == decisions.size() || !samePair(decisions.get(from), decisions.get(i))) {
                judgePair(decisions.subList(from, i), found);
                from = i;
            }
        }
    }

    private static boolean samePair(Raised one, Raised other) {
        return one.applianceNo() == other.applianceNo() && one.component().equals(other.component());
    }

    /** One component of one appliance, in order of time. */
    private void judgePair(List<Raised> decisions, Map<UUID, Found> found) {
        Raised pair = decisions.get(0);
        List<Failure> mine = failures.getOrDefault(pair.applianceNo(), List.of()).stream()
                .filter(f -> f.component().equals(pair.component()))
                .toList();
        Set<Long> foreseen = new HashSet<>();
        for (Failure failure : mine) {
            for (Raised raised : decisions) {
                if (covers(raised, failure.at())) {
                    boolean ticket =
                            decisions.stream().anyMatch(d -> covers(d, failure.at()) && found.containsKey(d.id()));
                    failed(pair.component(), failure.at(), failure.at() - raised.asOf(), ticket);
                    foreseen.add(failure.at());
                    break;
                }
            }
        }
        if (!mine.isEmpty()) {
            failures.get(pair.applianceNo())
                    .removeIf(f -> f.component().equals(pair.component()) && foreseen.contains(f.at()));
        }
        for (Raised raised : decisions) {
            Found said = found.get(raised.id());
            if (said != null) {
                ticket(raised, said, mine);
            }
        }
        alerts(decisions, found, mine);
    }

    private void ticket(Raised raised, Found said, List<Failure> mine) {
        boolean fails = mine.stream().anyMatch(f -> covers(raised, f.at()));
        switch (said.finding()) {
            case FOUND -> {
                each(raised.component(), raised.asOf(), tally -> tally.judged(true, raised.probability()));
                boolean counted = mine.stream()
                        .anyMatch(f ->
                                covers(raised, f.at()) || f.at() == said.at().toEpochMilli());
                if (!counted) {
                    // The ticket's failure may lie outside of what was foretold; it is one with what the ticket found.
                    failures.getOrDefault(raised.applianceNo(), new ArrayList<>())
                            .removeIf(f -> said.ticket() != null
                                    && said.ticket().equals(f.ticket())
                                    && f.component().equals(raised.component()));
                    // Found in time, so that there never was a failure to record.
                    foundInTime
                            .computeIfAbsent(raised.applianceNo(), no -> new ArrayList<>(1))
                            .add(new Failure(raised.component(), said.at().toEpochMilli(), said.ticket()));
                    failed(
                            raised.component(),
                            Math.max(raised.asOf(), said.at().toEpochMilli()),
                            Math.max(0, said.at().toEpochMilli() - raised.asOf()),
                            true);
                }
            }
            case NOT_FOUND ->
                each(raised.component(), raised.asOf(), tally -> tally.judged(fails, raised.probability()));
            case NOT_USEFUL -> each(raised.component(), raised.asOf(), tally -> tally.notUseful++);
            case NOT_LOOKED -> {
                if (fails || isOver(raised)) {
                    each(raised.component(), raised.asOf(), tally -> tally.judged(fails, raised.probability()));
                } else {
                    each(raised.component(), raised.asOf(), tally -> tally.notYetKnown++);
                }
            }
            case OPEN -> {
                if (fails) {
                    each(raised.component(), raised.asOf(), tally -> tally.judged(true, raised.probability()));
                } else {
                    each(raised.component(), raised.asOf(), tally -> tally.notYetKnown++);
                }
            }
        }
    }

    /** What was raised and led to no ticket: one alert until its first decision's horizon is over, or the component fails. */
    private void alerts(List<Raised> decisions, Map<UUID, Found> found, List<Failure> mine) {
        int i = 0;
        while (i < decisions.size()) {
            Raised first = decisions.get(i);
            long failure = mine.stream()
                    .mapToLong(Failure::at)
                    .filter(at -> covers(first, at))
                    .min()
                    .orElse(Long.MAX_VALUE);
            long end = Math.min(failure, first.asOf() + model.horizon().toMillis());
            boolean ticketed = false;
            while (i < decisions.size() && decisions.get(i).asOf() <= end) {
                ticketed |= found.containsKey(decisions.get(i).id());
                i++;
            }
            if (!ticketed) {
                each(first.component(), first.asOf(), tally -> {
                    tally.failed += failure < Long.MAX_VALUE ? 1 : 0;
                    tally.lasted += failure == Long.MAX_VALUE && isOver(first) ? 1 : 0;
                    tally.open += failure == Long.MAX_VALUE && !isOver(first) ? 1 : 0;
                });
            }
        }
    }

    private boolean covers(Raised raised, long failure) {
        return failure > raised.asOf() + model.lead().toMillis()
                && failure <= raised.asOf() + model.horizon().toMillis();
    }

    private boolean isOver(Raised raised) {
        return raised.asOf() + model.horizon().toMillis() <= now.toEpochMilli();
    }

    private void failed(String component, long at, long leadMillis, boolean ticket) {
        each(component, at, tally -> tally.failure(leadMillis, ticket));
    }

    private void each(String component, long at, java.util.function.Consumer<QualityTally> counted) {
        for (Window window : windows) {
            if (at >= window.from.toEpochMilli()) {
                counted.accept(window.total);
                counted.accept(window.components.computeIfAbsent(component, key -> new QualityTally()));
            }
        }
    }
}
