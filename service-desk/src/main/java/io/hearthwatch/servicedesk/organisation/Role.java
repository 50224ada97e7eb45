package io.hearthwatch.servicedesk.organisation;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person does, which says what of a customer's data they are shown and what they may change. */
public enum Role {
    ADMINISTRATOR(false, true),
    HEADQUARTERS(false, true),
    REGION_SUPERVISOR(false, true),
    STATION_CHIEF(true, true),
    DISPATCHER(true, false),
    INFORMATION_AGENT(true, false),
    TECHNICIAN(true, false),
    TECHNICAL_SUPPORT(false, false),
    PARTS_MANAGER(false, false),
    RELIABILITY_ENGINEER(false, false),
    QUALITY_ENGINEER(false, false);

    private final boolean servesCustomers;
    private final boolean manages;

    Role(boolean servesCustomers, boolean manages) {
        this.servesCustomers = servesCustomers;
        this.manages = manages;
    }

    /** Whether they are shown names, addresses and phone numbers of the customers in their scope. */
    public boolean servesCustomers() {
        return servesCustomers;
    }

    /** Whether they may change the organisation in their scope: calendars, certificates, audits, licence points, people. */
    public boolean manages() {
        return manages;
    }

    /** As files and the API write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that id. */
    public static Optional<Role> of(String id) {
        return Stream.of(values()).filter(role -> role.id().equals(id)).findFirst();
    }
}
