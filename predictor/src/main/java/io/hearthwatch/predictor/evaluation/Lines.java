package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.util.List;

/**
 * From where each method acts, all fixed before anything is judged. By method, then component; null never acts.
 *
 * @param judged on the scores, for the figures that count flags
 * @param money on the scores, for what acting costs; for the age rule hours in use
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Lines(Double[][] judged, Double[][] money) {

    /**
     * A model's lines.
     *
     * @param places of the components judged in the model's vocabulary
     * @param ages hours from which replacing by age costs least, by component judged
     */
    static Lines of(TrainedModel model, int[] places, Question question, Double[] ages) {
        List<Costs> costs = question.costsByComponent();
        int methods = Method.values().length;
        Double[][] judged = new Double[methods][places.length];
        Double[][] money = new Double[methods][places.length];
        for (int c = 0; c < places.length; c++) {
            ComponentModel component = model.components().get(places[c]);
            double acting = component.actingThreshold(question.costs().get(component.component()));
            money[Method.MODEL.place()][c] = Double.isNaN(acting) ? null : (Double) acting;
            // The other threshold was chosen for the acting horizon alone.
            judged[Method.MODEL.place()][c] = question.policy() == ThresholdPolicy.COST || !question.acting()
                    ? money[Method.MODEL.place()][c]
                    : component.maxF1Threshold();
            judged[Method.FAULT_CODE_RULE.place()][c] = model.codeRule().thresholds()[places[c]];
            // The rule's scores are frequencies, so the line that costs least is that of the costs themselves.
            money[Method.FAULT_CODE_RULE.place()][c] = costs.get(c).threshold();
            judged[Method.AGE_RULE.place()][c] = model.ageRule().thresholds()[places[c]] == null ? null : (Double) 1.0;
            money[Method.AGE_RULE.place()][c] = ages[c];
        }
        return new Lines(judged, money);
    }
}
