package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Role;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may do what with money. While nobody is registered, everybody may everything. */
enum MoneyRights {
    /** Sees claims, statements, costs and budgets of their scope. */
    LOOK(
            "looking at money",
            Role.ADMINISTRATOR,
            Role.HEADQUARTERS,
            Role.REGION_SUPERVISOR,
            Role.STATION_CHIEF,
            Role.INFORMATION_AGENT),
    /** Claims for a centre, and withdraws. */
    CLAIM("claiming", Role.ADMINISTRATOR, Role.STATION_CHIEF, Role.INFORMATION_AGENT),
    /** Confirms a statement for the centre, or disputes it. */
    ANSWER("confirming or disputing a statement", Role.ADMINISTRATOR, Role.STATION_CHIEF),
    /** Decides claims by hand, makes and issues statements. */
    SETTLE("settling", Role.ADMINISTRATOR, Role.HEADQUARTERS, Role.REGION_SUPERVISOR),
    /** Answers disputes, pays, sets rules and budgets. */
    RULE("ruling on money", Role.ADMINISTRATOR, Role.HEADQUARTERS),
    /** Books costs by hand, and takes them back. */
    BOOK("booking costs", Role.ADMINISTRATOR, Role.HEADQUARTERS, Role.REGION_SUPERVISOR, Role.STATION_CHIEF);

    private final String what;
    /** Ids of the roles, with a comma before and after each. */
    private final String roles;

    MoneyRights(String what, Role... roles) {
        this.what = what;
        this.roles = Stream.of(roles).map(Role::id).collect(Collectors.joining(",", ",", ","));
    }

    private boolean has(Role role) {
        return roles.contains("," + role.id() + ",");
    }

    /** Refuses those who may not; returns what the caller may see. */
    Scope check(Caller caller) {
        if (caller.person() != null && !has(caller.person().role())) {
            throw Refusal.forbidden(
                    what + " is for "
                            + Stream.of(Role.values())
                                    .filter(this::has)
                                    .map(Role::id)
                                    .collect(Collectors.joining(", ")),
                    "ask one of them");
        }
        return caller.scope();
    }

    /** The same for what belongs to a centre (null: to headquarters), which must be in the caller's scope. */
    void check(Caller caller, String centre) {
        if (!check(caller).contains(centre)) {
            throw centre == null
                    ? Refusal.forbidden("that belongs to headquarters", "name a centre of yours")
                    : Refusal.notFound("service centre", centre, "look at /api/v1/centres");
        }
    }

    /** Whether they speak for headquarters. */
    static boolean headquarters(Caller caller) {
        return caller.person() == null || RULE.has(caller.person().role());
    }
}
