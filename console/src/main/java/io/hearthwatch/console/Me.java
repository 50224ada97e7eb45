package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.CentreSummary;
import io.hearthwatch.servicedesk.organisation.Centres;
import io.hearthwatch.servicedesk.organisation.Person;
import java.util.List;

/** Who asks, and what they may see and do, so that the pages offer nothing that would be refused. */
final class Me {
    private static final List<String> PAGES = List.of("tickets", "appliances", "parts", "models", "policy");

    private final Centres centres;

    Me(Centres centres) {
        this.centres = centres;
    }

    JsonNode read(Call call) {
        call.allow();
        return of(call.caller());
    }

    JsonNode of(Caller caller) {
        ObjectNode json = Json.object()
                .put("who", caller.who())
                .put("everything", caller.scope().isEverything());
        json.set("person", caller.person() == null ? null : OrganisationApi.person(caller.person()));
        json.set("place", caller.person() == null ? null : place(caller, caller.person()));
        json.set("centres", Json.of(caller.scope().ids().stream().sorted().toList()));
        json.set(
                "pages",
                Json.of(PAGES.stream()
                        .filter(page -> Access.allows(caller, "GET", "/api/v1/" + page))
                        .toList()));
        return json.put("sees_customers", caller.servesCustomers())
                .put("manages", caller.manages())
                .put("makes_models", Access.allows(caller, "POST", "/api/v1/model-jobs"))
                .put("sets_policy", Access.allows(caller, "POST", "/api/v1/policy/stop"));
    }

    /** The name of the service centre or region that they see; null for everything. */
    private JsonNode place(Caller caller, Person person) {
        if (person.centre() != null) {
            return centres.list(caller.scope(), null, null).stream()
                    .filter(centre -> centre.id().equals(person.centre()))
                    .findFirst()
                    .map(CentreSummary::name)
                    .map(Json::ofRecords)
                    .orElse(null);
        }
        return centres.regions(caller.scope()).stream()
                .filter(region -> region.id().equals(person.region()))
                .findFirst()
                .map(Centres.Region::name)
                .map(Json::ofRecords)
                .orElse(null);
    }
}
