package io.hearthwatch.predictor.learning;

import java.util.Map;
import java.util.TreeMap;

/** What XGBoost is told of boosted trees. */
final class Boosting {
    private Boosting() {}

    static Map<String, Object> parameters(String objective, TreeSettings settings) {
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("objective", objective);
        parameters.put("booster", "gbtree");
        parameters.put("tree_method", "hist");
        parameters.put("max_bin", settings.bins());
        parameters.put("eta", settings.rate());
        parameters.put("gamma", 0);
        parameters.put("max_depth", settings.depth());
        parameters.put("min_child_weight", settings.minChildWeight());
        parameters.put("subsample", settings.rowShare());
        parameters.put("colsample_bytree", settings.columnShare());
        parameters.put("lambda", settings.lambda());
        parameters.put("alpha", 0);
        parameters.put("nthread", 1);
        parameters.put("seed", settings.seed());
        parameters.put("verbosity", 0);
        return parameters;
    }
}
