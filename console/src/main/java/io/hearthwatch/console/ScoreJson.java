package io.hearthwatch.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import java.util.OptionalDouble;

/** Scores, strangeness and reasons as JSON. */
final class ScoreJson {
    private final Catalog catalog;

    ScoreJson(Catalog catalog) {
        this.catalog = catalog;
    }

    ObjectNode score(Appliance appliance, Scores.Score score) {
        ObjectNode json = Json.object()
                .put("probability", number(score.probability()))
                .put("basis", score.basis())
                .put("as_of", Json.time(score.asOf()));
        json.set("sentence", Json.text(score.sentence()));
        ArrayNode outlooks = json.putArray("outlooks");
        score.outlooks()
                .forEach(outlook -> outlooks.addObject()
                        .put("horizon", outlook.horizon().toString())
                        .put("probability", number(outlook.probability()))
                        .put("basis", outlook.basis()));
        return json.set("component", component(appliance, score.component()));
    }

    /** Null where it is not known. */
    static ObjectNode strangeness(Scores.Strange strange) {
        if (strange == null) {
            return null;
        }
        boolean is = strange.score() >= 1;
        return Json.object()
                .put("strange", is)
                .put("score", strange.score())
                .put("as_of", Json.time(strange.asOf()))
                .set("reason", is ? Json.text(strange.reason()) : null);
    }

    ObjectNode why(Appliance appliance, Scores.Why why) {
        ObjectNode json = Json.object()
                .put("model_id", why.modelId())
                .put("as_of", Json.time(why.asOf()))
                .put("from", why.from().toString())
                .put("to", why.to().toString())
                .put("probability", why.probability())
                .put("base", why.base());
        ArrayNode reasons = json.putArray("reasons");
        double sum = why.base() + why.rest();
        for (Scores.Moved reason : why.reasons()) {
            sum += reason.contribution();
            reasons.addObject().put("contribution", reason.contribution()).set("words", Json.text(reason.words()));
        }
        return json.put("rest", why.rest())
                .put("log_odds", sum)
                .set("component", component(appliance, why.component()));
    }

    ObjectNode life(Appliance appliance, Scores.Life life) {
        return Json.object()
                .put("hours", life.hours())
                .put("low_hours", life.low())
                .put("high_hours", life.high())
                .put("open_ended", life.openEnded())
                .put("as_of", Json.time(life.asOf()))
                .set("component", component(appliance, life.component()));
    }

    ObjectNode component(Appliance appliance, String id) {
        Text name = catalog.type(appliance.type())
                .component(appliance.model(), id)
                .map(Component::label)
                .orElse(Text.same(id));
        return Json.object().put("id", id).set("name", Json.text(name));
    }

    private static Double number(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }
}
