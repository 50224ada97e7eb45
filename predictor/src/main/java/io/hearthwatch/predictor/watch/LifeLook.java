package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.predictor.LifeEvaluation;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.life.LifeComponent;
import io.hearthwatch.predictor.life.LifeFigures;
import io.hearthwatch.predictor.life.LifeJudge;
import io.hearthwatch.predictor.life.LifeModel;
import io.hearthwatch.predictor.storage.HistoryReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks whether a remaining-life model still holds: whether it is fed and asked, and how far off its estimates were where the truth has become
 * known. What was estimated in service is computed again from what is stored, as of then. For one thread; blocks.
 */
public final class LifeLook {
    /** Errors on fewer appliances show nothing. */
    private static final int LEAST_APPLIANCES = 10;
    /** An error is too great when even the low end of its interval (95 %) is so many times what was promised. */
    private static final double TOO_GREAT = 1.25;

    private static final Duration LEAST_APART = Duration.ofDays(1);

    private final Database database;
    private final Fleet fleet;

    public LifeLook(Database database, Fleet fleet) {
        this.database = database;
        this.fleet = fleet;
    }

    /**
     * Looks.
     *
     * @param schedule when the service asks it
     * @param live since when the service follows it
     * @param reader of histories as the model sees them
     */
    public LifeReport look(
            ApplianceType type,
            String id,
            LifeModel model,
            Schedule schedule,
            Instant live,
            Instant now,
            HistoryReader reader) {
        Stale stale = new StaleCheck(database, fleet, type).run(schedule, model.until(), now);
        Instant from = live.isBefore(now.minus(LiveCheck.LONGEST)) ? now.minus(LiveCheck.LONGEST) : live;
        // With a cap every outcome of a decision so long ago is known; later on only the failures would be.
        Instant last = model.cap() == null ? now : now.minus(model.cap());
        LifeJudge judge = new LifeJudge(id, model);
        if (last.isAfter(from)) {
            judge.compareUnseen(
                    (after, upTo, consumer) ->
                            reader.forEach(from.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)), upTo, consumer),
                    from,
                    last,
                    now,
                    model.every().compareTo(LEAST_APART) < 0 ? every(model) : model.every());
        }
        LifeEvaluation came = judge.evaluation();
        List<LifeReport.SoFar> components = new ArrayList<>();
        for (LifeComponent component : model.components()) {
            if (component.trees().isPresent()) {
                components.add(new LifeReport.SoFar(
                        component.component(),
                        came.components().get(component.component()).model(),
                        component.unseen(),
                        came.level()));
            }
        }
        List<Sign> signs = new ArrayList<>(Rules.fed(stale));
        components.forEach(each -> signs.add(sign(each)));
        return new LifeReport(type.id(), id, now, from, signs, components, stale);
    }

    /** A day apart, unless lives are so short that there would be hardly any. */
    private static Duration every(LifeModel model) {
        return model.cap() != null && model.cap().compareTo(LEAST_APART.multipliedBy(10)) < 0
                ? model.every()
                : LEAST_APART;
    }

    private static Sign sign(LifeReport.SoFar soFar) {
        LifeFigures came = soFar.came();
        if (came.appliances() < LEAST_APPLIANCES) {
            return new Sign(
                    Sign.Kind.LIFE_ERROR,
                    Sign.State.UNKNOWN,
                    new Text(
                            soFar.component() + ": the truth is known of " + came.appliances()
                                    + " appliances, too few to say",
                            soFar.component() + "：仅" + came.appliances() + "台设备的真实寿命已知，无法判断"));
        }
        double limit = soFar.promised().rmseHours() * TOO_GREAT;
        Sign.State state = came.rmseLow() > limit
                ? Sign.State.BAD
                : came.rmseHours() > limit ? Sign.State.BETWEEN : Sign.State.GOOD;
        String en = String.format(
                Locale.ROOT,
                "%s: off by %.1f h (RMSE, 95 %% %.1f to %.1f) on %d appliances, %.1f h in training; intervals held %.0f %%"
                        + " of %.0f %% promised",
                soFar.component(),
                came.rmseHours(),
                came.rmseLow(),
                came.rmseHigh(),
                came.appliances(),
                soFar.promised().rmseHours(),
                100 * came.coverage(),
                100 * soFar.level());
        String zh = String.format(
                Locale.ROOT,
                "%s：%d台设备上误差%.1f小时（均方根，95%%区间%.1f至%.1f），训练时为%.1f小时；区间包含%.0f%%（承诺%.0f%%）",
                soFar.component(),
                came.appliances(),
                came.rmseHours(),
                came.rmseLow(),
                came.rmseHigh(),
                soFar.promised().rmseHours(),
                100 * came.coverage(),
                100 * soFar.level());
        return new Sign(Sign.Kind.LIFE_ERROR, state, new Text(en, zh));
    }
}
