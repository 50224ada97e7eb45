package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.Campaigns;

/** Recalls and maintenance that is due: starting one, and how far each is. */
final class CampaignApi {
    private static final String CAMPAIGNS = "/api/v1/campaigns";

    private final Campaigns campaigns;

    CampaignApi(ServiceDesk desk) {
        this.campaigns = desk.work().campaigns();
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get(CAMPAIGNS, this::list);
        routes.post(CAMPAIGNS, this::start);
        routes.get(CAMPAIGNS + "/{id}", this::one);
        routes.post(CAMPAIGNS + "/{id}/state", this::set);
    }

    private JsonNode list(Call call) {
        call.allow();
        return Json.object().set("campaigns", Json.of(campaigns.all(call.scope())));
    }

    private JsonNode start(Call call) {
        call.allow();
        if (!(Json.parse(call.body()) instanceof ObjectNode body)) {
            throw Problem.badRequest("the body is not an object", "send {…} as docs/openapi.yaml describes it");
        }
        String who = who(call, body.remove("who"));
        return Json.of(campaigns.start(Json.map(body), who));
    }

    private static String who(Call call, JsonNode said) {
        if (call.caller().person() != null) {
            return call.caller().who();
        }
        if (said == null || !said.isTextual() || said.textValue().isBlank()) {
            throw Problem.badRequest("'who' is missing", "say who does it, such as \"who\": \"Li\"");
        }
        return said.textValue().strip();
    }

    private JsonNode one(Call call) {
        call.allow();
        long id = id(call);
        return campaigns
                .one(call.scope(), id)
                .map(Json::of)
                .orElseThrow(() -> Problem.notFound("there is no campaign " + id, "look at " + CAMPAIGNS));
    }

    private JsonNode set(Call call) {
        call.allow();
        Body body = new Body(call, "state", "who");
        return Json.of(campaigns.set(id(call), body.required("state"), body.who()));
    }

    private static long id(Call call) {
        String id = call.path().get("id");
        if (!id.matches("\\d{1,18}")) {
            throw Problem.notFound("there is no campaign '" + Call.shortened(id) + "'", "look at " + CAMPAIGNS);
        }
        return Long.parseLong(id);
    }
}
