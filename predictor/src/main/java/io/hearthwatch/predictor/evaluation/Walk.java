package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Presence;
import io.hearthwatch.predictor.learning.BaselineInputs;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Walks a model through the span of a question: decisions at from + k · every while the decision's window ends within the span, of every
 * appliance that was in service then and of which is known what happened ({@link Presence}): where a component was replaced because it was found worn, nobody knows. Holds a batch of appliances, never histories. Single use, for one thread.
 */
final class Walk {
    private static final int BATCH = 2048;

    private final TrainedModel model;
    private final Question question;
    private final int[] places;
    private final int window;
    private final Lines lines;
    private final Consumer<Course> consumer;
    private final Progress progress;

    private final List<Pending> pending = new ArrayList<>();
    private final List<float[]> features = new ArrayList<>();
    private long read;

    /** An appliance whose decisions are not scored yet. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Pending(int applianceNo, long firstSeen, long[] instants, List<BitSet> labels, long[][] failures) {}

    Walk(
            TrainedModel model,
            Question question,
            int[] places,
            Lines lines,
            Consumer<Course> consumer,
            Progress progress) {
        this.model = model;
        this.question = question;
        this.places = places;
        this.window = question.window(model);
        this.lines = lines;
        this.consumer = consumer;
        this.progress = progress;
    }

    void through(HistorySource source) {
        source.forEach(question.from().minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)), question.to(), this::add);
        score();
    }

    private void add(ApplianceHistory history) {
        progress.at("evaluating", ++read, 0);
        long lead = question.lead().toMillis();
        long horizon = question.horizon().toMillis();
        long to = question.to().toEpochMilli();
        long knownUntil = Presence.knownUntil(history);
        LongStream.Builder instants = LongStream.builder();
        for (long next = question.from().toEpochMilli();
                next + horizon <= to;
                next += question.every().toMillis()) {
            long at = next;
            if (Presence.inService(history, at)
                    && Arrays.stream(places).noneMatch(place -> history.isCutOff(place, at, lead, horizon))
                    && (at + horizon <= knownUntil || failsAny(history, at, lead, horizon))) {
                instants.add(at);
                features.add(model.extractor().extract(history, at));
            }
        }
        long[] decided = instants.build().toArray();
        if (decided.length == 0) {
            return;
        }
        List<BitSet> labels = new ArrayList<>();
        long[][] failures = new long[places.length][];
        for (int c = 0; c < places.length; c++) {
            BitSet failed = new BitSet();
            for (int i = 0; i < decided.length; i++) {
                failed.set(i, history.fails(places[c], decided[i], lead, horizon));
            }
            labels.add(failed);
            failures[c] = Failures.of(history, places[c], to);
        }
        pending.add(new Pending(history.applianceNo(), history.firstSeen(), decided, labels, failures));
        if (features.size() >= BATCH) {
            score();
        }
    }

    private boolean failsAny(ApplianceHistory history, long at, long lead, long horizon) {
        return Arrays.stream(places).anyMatch(place -> history.fails(place, at, lead, horizon));
    }

    private void score() {
        float[][] codes = model.codeRule().scores(BaselineInputs.codesOfLastDay(model.extractor(), features));
        int methods = Method.values().length;
        float[][][] scores = new float[methods][places.length][];
        float[][] inUse = new float[places.length][];
        for (int c = 0; c < places.length; c++) {
            int place = places[c];
            inUse[c] = BaselineInputs.hoursInUse(model.extractor(), features, place);
            scores[Method.MODEL.place()][c] = model.components().get(place).ranking(features, window);
            scores[Method.FAULT_CODE_RULE.place()][c] = codes[place];
            scores[Method.AGE_RULE.place()][c] = model.ageRule().scores(place, inUse[c]);
        }
        features.clear();
        int first = 0;
        for (Pending appliance : pending) {
            int end = first + appliance.instants().length;
            float[][][] own = new float[methods][][];
            for (int m = 0; m < methods; m++) {
                own[m] = cut(scores[m], first, end);
            }
            consumer.accept(new Course(
                    appliance.applianceNo(),
                    appliance.firstSeen(),
                    appliance.instants(),
                    appliance.labels(),
                    appliance.failures(),
                    own,
                    cut(inUse, first, end),
                    lines));
            first = end;
        }
        pending.clear();
    }

    private static float[][] cut(float[][] byComponent, int from, int to) {
        return Arrays.stream(byComponent)
                .map(values -> Arrays.copyOfRange(values, from, to))
                .toArray(float[][]::new);
    }
}
