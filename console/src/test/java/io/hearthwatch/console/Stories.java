package io.hearthwatch.console;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * A house in which people work on tickets over HTTP, furnished once for all stories of a class. Each story has appliances of its own, and
 * its name says the rule of the service that it tells.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Stories {
    static final String TERMS = """
            guarantees:
              washing_machine:
                - {from: 2010-01-01, refund_days: 7, exchange_days: 15, repair_months: 12, main_part_months: 120,
                   main_components: [heater], failed_repairs: 2, source: maker's terms}
            tariff:
              labour:
                - {amount: 60, currency: EUR, from: 2020-01-01}
                - {type: washing_machine, component: drain_pump, amount: 80, currency: EUR, from: 2020-01-01}
              travel:
                - {amount: 30, currency: EUR, from: 2020-01-01}
            prices:
              WM-DP-2201: {amount: 45.50, currency: EUR}
              WM-DL-6101: {amount: 12, currency: EUR}
            entitlements:
              CARD-1: {household: H2, name: Care card, from: 2026-01-01, to: 2026-12-31, services: [repair], visits: 1}
            pledges:
              time: {amount: 25, currency: EUR, from: 2020-01-01}
            households:
              H2: {name: Bo Li, address: Hauptstr. 2, phone: "+49 89 7654321", language: zh, centre: MUC,
                   appliances: [S-CARD-1, S-CARD-2, S-CARD-3, S-CARD-4]}
            """;
    static final String OLD = "{'answers': {'production_date': '2020-01-07', 'purchase_date': '2020-03-01'}}";

    SampleHouse house;
    Http http;
    private int appliances;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        house.load(TERMS);
        http = new Http(house.url());
    }

    @AfterAll
    void close() {
        house.close();
    }

    String appliance() {
        return house.washer("S-" + ++appliances);
    }

    TicketWork repair(String appliance) {
        return TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance
                                + "'}")
                .answered();
    }

    TicketWork repair() {
        return repair(appliance());
    }

    /** What has to be written down before the work is done, and what was found. */
    static TicketWork found(TicketWork ticket, String component) {
        return ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': '" + component + "', 'cause': 'worn'}");
    }

    /** Every item of the ticket's checklist, done. */
    static String items(TicketWork ticket) {
        StringBuilder items = new StringBuilder();
        ticket.read()
                .get("checklist")
                .forEach(item -> items.append(items.length() == 0 ? "" : ", ")
                        .append("{'item': '")
                        .append(item.get("item").asText())
                        .append("'}"));
        return "[" + items + "]";
    }
}
