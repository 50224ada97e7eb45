package io.hearthwatch.predictor;

import io.hearthwatch.predictor.features.DataSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Why two trainings of the same may differ, in words. */
final class Differences {
    private static final List<String> PARTS = List.of("appliances", "hours", "faults", "repairs", "failures");
    private static final Map<String, String> NAMES = Map.of(
            "appliances",
            "appliances",
            "hours",
            "hours of telemetry",
            "faults",
            "faults",
            "repairs",
            "repairs",
            "failures",
            "failures");

    private Differences() {}

    /** What differs in what was read and with what it was learnt; empty if nothing known does. */
    static List<String> between(TrainingRecord then, TrainingRecord now) {
        List<String> causes = new ArrayList<>();
        for (String part : PARTS) {
            data(part, then.data().parts().get(part), now.data().parts().get(part), causes);
        }
        if (causes.isEmpty() && !Objects.equals(then.rowsHash(), now.rowsHash())) {
            causes.add("the same is stored of these appliances, but not of others of their model lines, which they are"
                    + " compared with, or features are computed in another way");
        }
        TreeSet<String> names = new TreeSet<>(then.versions().keySet());
        names.addAll(now.versions().keySet());
        for (String name : names) {
            String before = then.versions().get(name);
            String after = now.versions().get(name);
            if (!Objects.equals(before, after)) {
                causes.add("another version of " + name + ": " + before + " then, " + after + " now");
            }
        }
        return causes;
    }

    private static void data(String part, DataSummary.Part then, DataSummary.Part now, List<String> causes) {
        if (then == null || now == null || then.hash().equals(now.hash())) {
            return;
        }
        String name = NAMES.get(part);
        StringBuilder cause = new StringBuilder();
        if (then.count() == now.count()) {
            cause.append("as many ")
                    .append(name)
                    .append(" are stored (")
                    .append(now.count())
                    .append("), but not the same");
        } else {
            cause.append(now.count())
                    .append(' ')
                    .append(name)
                    .append(" are stored, ")
                    .append(then.count())
                    .append(" were then");
        }
        if (now.newestReceived() != null && !Objects.equals(then.newestReceived(), now.newestReceived())) {
            cause.append("; the last was received ")
                    .append(now.newestReceived())
                    .append(", then ")
                    .append(then.newestReceived() == null ? "none" : then.newestReceived());
        } else if (!Objects.equals(then.newest(), now.newest())) {
            cause.append("; the newest is of ")
                    .append(now.newest())
                    .append(", then ")
                    .append(then.newest());
        }
        causes.add(cause.toString());
    }
}
