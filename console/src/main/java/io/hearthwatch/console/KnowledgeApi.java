package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.Knowledge;

/** Knowledge articles: found by everybody, edited and retired by technical support and engineers. */
final class KnowledgeApi {
    private static final String KNOWLEDGE = "/api/v1/knowledge";

    private final Knowledge knowledge;

    KnowledgeApi(ServiceDesk desk) {
        this.knowledge = desk.knowledge();
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get(KNOWLEDGE, this::list);
        routes.get(KNOWLEDGE + "/{id}", this::one);
        routes.patch(KNOWLEDGE + "/{id}", this::edit);
        routes.post(KNOWLEDGE + "/{id}/retire", this::retire);
        routes.post(KNOWLEDGE + "/{id}/use", this::use);
    }

    private JsonNode list(Call call) {
        call.allow("q", "type", "model", "fault_code", "component", "state", "limit");
        boolean all = call.oneOf("state", "valid", "valid", "all").equals("all");
        return Json.object()
                .set(
                        "articles",
                        Json.of(knowledge.list(
                                new Knowledge.Filter(
                                        call.text("q").orElse(null),
                                        call.filter("type"),
                                        call.filter("model"),
                                        call.text("fault_code").orElse(null),
                                        call.text("component").orElse(null),
                                        all,
                                        call.number("limit", 1, 500, 100)),
                                call.scope())));
    }

    private JsonNode one(Call call) {
        call.allow();
        return Json.of(knowledge.one(id(call), call.scope()));
    }

    private JsonNode edit(Call call) {
        call.allow();
        Body body = new Body(call, "version", "title", "words", "model", "code", "component", "who");
        Knowledge.Edit edit = new Knowledge.Edit(
                body.number("version", 1, Integer.MAX_VALUE),
                body.text("title", null),
                body.text("words", null),
                body.text("model", null),
                body.text("code", null),
                body.text("component", null));
        return Json.of(knowledge.edit(id(call), edit, call.scope(), body.who()));
    }

    private JsonNode retire(Call call) {
        call.allow();
        Body body = new Body(call, "reason", "replaced_by", "who");
        return Json.of(
                knowledge.retire(id(call), body.id("replaced_by"), body.required("reason"), call.scope(), body.who()));
    }

    private JsonNode use(Call call) {
        call.allow();
        Body body = new Body(call, "ticket", "helpful", "who");
        return Json.of(
                knowledge.use(id(call), body.required("ticket"), body.flag("helpful"), call.scope(), body.who()));
    }

    private static long id(Call call) {
        String id = call.path().get("id");
        if (!id.matches("\\d{1,18}")) {
            throw Problem.notFound(
                    "there is no knowledge article '" + Call.shortened(id) + "'", "look at " + KNOWLEDGE);
        }
        return Long.parseLong(id);
    }
}
