package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.Text;
import java.util.List;

/**
 * How far one group of appliances has moved from where the model learnt.
 *
 * @param line model line, or null for all
 * @param firmware firmware version, or null for all of the line
 * @param appliances how many were looked at
 * @param share of the type's appliances that belong to it
 * @param level the worst of features and scores
 * @param compared subjects (metrics, codes and so on) that were compared
 * @param drifted subjects that drifted
 * @param worst the subjects that moved most, each by the feature that moved most
 * @param scores every component's probabilities
 */
public record DriftGroup(
        String line,
        String firmware,
        int appliances,
        double share,
        Level level,
        int compared,
        int drifted,
        List<Moved> worst,
        List<Moved> scores) {

    /**
     * One thing that may have moved.
     *
     * @param name feature or component
     * @param psi population stability index, less what chance makes on average
     * @param level what it is called; what moves by itself as time passes is never called drift
     * @param byTime whether it moves as time passes, such as age
     * @param words what is different, for people
     */
    public record Moved(String name, double psi, Level level, boolean byTime, Text words) {}

    public DriftGroup {
        worst = List.copyOf(worst);
        scores = List.copyOf(scores);
    }

    /** The greatest index of a feature that does not move by itself; NaN where nothing was compared. */
    public double worstPsi() {
        return worst.stream()
                .filter(m -> !m.byTime())
                .mapToDouble(Moved::psi)
                .max()
                .orElse(Double.NaN);
    }

    /** The greatest index of a component's scores; NaN where nothing was compared. */
    public double scorePsi() {
        return scores.stream().mapToDouble(Moved::psi).max().orElse(Double.NaN);
    }

    /** In words, such as {@code WM-8014, firmware 2.1}. */
    public Text name() {
        if (line == null) {
            return new Text("all", "全部");
        }
        return firmware == null ? Text.same(line) : new Text(line + ", firmware " + firmware, line + "，固件" + firmware);
    }
}
