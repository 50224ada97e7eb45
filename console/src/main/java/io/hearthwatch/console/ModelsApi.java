package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.ModelRegistry;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.Promotion;
import io.hearthwatch.predictor.Target;
import java.util.Locale;

/** Which models there are, which are live, and who decided so. */
final class ModelsApi {
    private static final int MOST_LINES = 1_000;
    private static final int MOST_EVALUATIONS = 100;

    private final Catalog catalog;
    private final Models models;
    private final ModelRegistry registry;

    ModelsApi(Catalog catalog, Models models) {
        this.catalog = catalog;
        this.models = models;
        this.registry = models.registry();
    }

    JsonNode list(Call call) {
        call.allow("type");
        ArrayNode list = Json.array();
        registry.list(type(call)).forEach(model -> list.add(ModelDocument.of(model)));
        return Json.object().set("models", list);
    }

    JsonNode one(Call call) {
        call.allow();
        return registry.show(known(call));
    }

    JsonNode evaluations(Call call) {
        call.allow("limit");
        ArrayNode list = Json.array();
        registry.evaluations(known(call), call.number("limit", 1, MOST_EVALUATIONS, 10))
                .forEach(evaluation -> list.add(ModelDocument.whole(evaluation)));
        return Json.object().set("evaluations", list);
    }

    /**
     * The newest evaluation as a page.
     *
     * @param browser the language that it opens in, unless the address says otherwise
     */
    String report(Call call, String browser) {
        call.allow("lang");
        String id = known(call);
        return models.report()
                .apply(id, call.oneOf("lang", browser, "en", "zh"))
                .orElseThrow(() -> Problem.notFound(
                        "model " + id + " was not evaluated yet",
                        "ask for it: POST /api/v1/model-jobs, command evaluate"));
    }

    JsonNode audit(Call call) {
        call.allow("type", "limit");
        ArrayNode lines = Json.array();
        registry.audit(type(call), call.number("limit", 1, MOST_LINES, 50))
                .forEach(line -> lines.add(ModelDocument.of(line)));
        return Json.object().set("lines", lines);
    }

    JsonNode shadow(Call call) {
        call.allow("type");
        return models.shadow()
                .apply(TypesApi.known(catalog, call.required("type")).id());
    }

    /** What the last daily look at each live model found. */
    JsonNode watch(Call call) {
        call.allow();
        return models.watch().get();
    }

    /** Compares with the champion first, which may take minutes. */
    JsonNode promote(Call call) {
        call.allow();
        String id = known(call);
        Body body = new Body(call, "as", "reason", "force", "who");
        String as = body.text("as", Alias.Name.CHAMPION.id());
        if (as.equals(Alias.Name.CHALLENGER.id())) {
            registry.challenge(id, body.who(), body.text("reason", null));
            return answer(id, null);
        }
        if (!as.equals(Alias.Name.CHAMPION.id())) {
            throw Problem.badRequest("as: '" + Call.shortened(as) + "' is not known", "use champion or challenger");
        }
        Promotion promotion =
                registry.promote(id, body.who(), body.text("reason", null), body.flag("force"), Progress.NONE);
        ObjectNode answer = answer(promotion.model(), promotion.previous());
        answer.put("changed", !promotion.model().equals(promotion.previous()));
        if (promotion.verdict() != null) {
            answer.putObject("verdict")
                    .put("kind", promotion.verdict().kind().name().toLowerCase(Locale.ROOT))
                    .put("sentence", promotion.verdict().sentence())
                    .set("figures", promotion.verdict().details());
        }
        return answer;
    }

    JsonNode rollback(Call call) {
        call.allow();
        Body body = new Body(call, "type", "target", "reason", "who");
        Promotion back = registry.rollback(bodyType(body), target(body), body.who(), body.text("reason", null));
        return answer(back.model(), back.previous());
    }

    JsonNode withdraw(Call call) {
        call.allow();
        Body body = new Body(call, "type", "target", "reason", "who");
        String type = bodyType(body);
        if (!registry.withdraw(type, target(body), body.who(), body.text("reason", null))) {
            throw new Problem(
                    409,
                    "Not possible",
                    "type " + type + " has no challenger",
                    "make one: POST /api/v1/models/{id}/promote with \"as\": \"challenger\"");
        }
        return Json.object().put("type", type);
    }

    private static ObjectNode answer(String model, String previous) {
        return Json.object().put("model", model).put("previous", previous);
    }

    private String bodyType(Body body) {
        return TypesApi.known(catalog, body.required("type")).id();
    }

    private static Target target(Body body) {
        String target = body.text("target", Target.FAILURE.id());
        return Target.of(target)
                .orElseThrow(() -> Problem.badRequest(
                        "target: '" + Call.shortened(target) + "' is not known", "use failure or remaining_life"));
    }

    private String type(Call call) {
        return call.text("type").map(id -> TypesApi.known(catalog, id).id()).orElse(null);
    }

    private String known(Call call) {
        String id = call.path().get("id");
        try {
            return registry.find(id).info().id();
        } catch (PredictionException e) {
            throw Problem.notFound("there is no model '" + Call.shortened(id) + "'", "look at /api/v1/models");
        }
    }
}
