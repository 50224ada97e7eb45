package io.hearthwatch.benchmarks.stock;

import java.util.List;

/** The few warehouses and parts that all clients work on, so that they meet. */
final class Goods {
    static final List<String> WAREHOUSES = List.of("CENTRAL", "REGION", "CENTRE-1", "CENTRE-2", "VAN-1", "VAN-2");

    /** Each unit has a serial number. */
    static final String NUMBERED = "WM-CB-8800";

    /** Old units come back. */
    static final String RETURNABLE = "WM-IV-1104";

    /** A newer revision of {@code WM-DL-6101}; either may be fitted for the other. */
    static final String NEWER = "WM-DL-6102";

    static final List<String> PARTS = List.of("WM-DP-2201", RETURNABLE, "WM-HE-3020", "WM-DL-6101", NEWER, NUMBERED);

    /** Those that the appliances' type knows, which can be built in under tickets. */
    static final List<String> OF_THE_TYPE = List.of("WM-DP-2201", RETURNABLE, "WM-HE-3020", "WM-DL-6101", NUMBERED);

    /** Those without numbers, of which there is one revision. */
    static final List<String> PLAIN = List.of("WM-DP-2201", RETURNABLE, "WM-HE-3020");

    private static final String PLACES = """
            warehouses:
              CENTRAL: {name: Central}
              REGION: {name: Region, parent: CENTRAL}
              CENTRE-1: {name: Centre 1, parent: REGION}
              CENTRE-2: {name: Centre 2, parent: REGION}
              VAN-1: {name: Van 1, parent: CENTRE-1}
              VAN-2: {name: Van 2, parent: CENTRE-2}
            centres:
              C1: {name: Centre 1, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6, warehouse: CENTRE-1}
              C2: {name: Centre 2, time_zone: Europe/Berlin, latitude: 52.5, longitude: 13.4, warehouse: CENTRE-2}
            """;

    /** Small orders approve themselves; larger ones wait for the chief. */
    static final String SUPPLY = """
            parts:
              WM-DL-6102: {name: {en: Door lock 2, zh: 电子门锁 2}}
              WM-IV-1104: {returnable: true}
              WM-CB-8800: {serialised: true}
            supersessions:
              WM-DL-6101: {by: WM-DL-6102, rule: both, since: 2020-01-01}
            suppliers:
              ACME: {name: Acme}
            offers:
              - {part: WM-DP-2201, supplier: ACME, lead_days: 2, price: 10, currency: EUR}
              - {part: WM-IV-1104, supplier: ACME, lead_days: 2, price: 10, currency: EUR}
              - {part: WM-HE-3020, supplier: ACME, lead_days: 2, price: 10, currency: EUR}
              - {part: WM-DL-6102, supplier: ACME, lead_days: 2, price: 10, currency: EUR}
              - {part: WM-CB-8800, supplier: ACME, lead_days: 2, price: 10, currency: EUR}
            approval:
              automatic: {amount: 20, currency: EUR}
              chief: {amount: 100000, currency: EUR}
            """;

    private Goods() {}

    /** Warehouses and centres, and for each client a technician, who drives one of the vans. */
    static String service(int clients) {
        StringBuilder file = new StringBuilder(PLACES).append("technicians:\n");
        for (int client = 0; client < clients; client++) {
            int place = 1 + client % 2;
            file.append("  ")
                    .append(Visits.technician(client))
                    .append(": {name: Zhao, centre: C")
                    .append(place)
                    .append(", grade: senior, skills: {\"*\": [\"*\"]}, warehouse: VAN-")
                    .append(place)
                    .append("}\n");
        }
        return file.toString();
    }
}
