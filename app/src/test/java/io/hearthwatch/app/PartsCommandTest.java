package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Spare parts looked at and moved by hand from the command line. */
class PartsCommandTest extends OnCommandDesk {
    @Test
    void goodsComeInAreSetAsideAndSold() throws IOException {
        assertThat(desk.ok("parts warehouses")).contains("Central", "West");
        assertThat(desk.ok("parts receive W WM-DP-2201 10 --reason 'delivery 1' --key k1"))
                .contains("on hand 10");
        assertThat(desk.ok("parts receive W WM-DP-2201 10 --reason 'delivery 1' --key k1"))
                .contains("nothing was done this time");
        assertThat(desk.refused("parts receive W WM-DP-2201 11 --reason 'delivery 1' --key k1"))
                .contains("k1");
        desk.ok("parts quarantine W WM-DP-2201 3 --reason dented");
        desk.ok("parts clear W WM-DP-2201 1 --reason fine");
        desk.ok("parts write-off W WM-DP-2201 2 --reason broken");
        assertThat(desk.json("parts sell W WM-DP-2201 1 --customer counter")
                        .get("repeated")
                        .asBoolean())
                .isFalse();
        assertThat(desk.ok("parts list --warehouse W --part WM-DP-2201")).containsPattern("WM-DP-2201 +W +7 ");
        assertThat(desk.ok("parts ledger --warehouse W --kind write_off"))
                .contains("broken")
                .doesNotContain("delivery");
        assertThat(desk.ok("parts check")).contains("good  each shelf");
        assertThat(desk.refused("parts sell W WM-DP-2201 100"))
                .contains("W has 7 of WM-DP-2201", "no more than is available");
        assertThat(desk.refused("parts sell X WM-DP-2201 1")).contains("X");
        assertThat(desk.refused("parts sell W NO-SUCH 1")).contains("there is no part 'NO-SUCH'", "parts load FILE");
        assertThat(desk.refused("parts sell W WM-DP-2201 0")).contains("say how many units");
        assertThat(desk.wrong("parts sell W WM-DP-2201 many")).contains("many");
        assertThat(desk.wrong("parts quarantine W WM-DP-2201 1")).contains("--reason");
        assertThat(desk.wrong("parts ledger --kind theft")).contains("write_off");
        assertThat(desk.refused("parts ledger --warehouse X")).contains("there is no warehouse 'X'");
    }

    @Test
    void unitsAreHeldPickedAndBroughtBack() throws IOException {
        desk.ok("parts receive C WM-BL-4502 4");
        String id = desk.json("parts reservation hold C WM-BL-4502 2 --holder Li --expires-at 2099-01-01T00:00:00Z")
                .get("reservation")
                .asText();
        assertThat(desk.ok("parts reservation list --state held")).contains(id, "Li");
        desk.ok("parts reservation pick " + id);
        assertThat(desk.wrong("parts reservation return " + id + " --quarantined"))
                .contains("--reason");
        desk.ok("parts reservation return " + id);
        assertThat(desk.refused("parts reservation pick " + id)).contains("that takes one that is held");
        String ticket = desk.json("ticket open --appliance wm-1").get("number").asText();
        String other = desk.json("parts reservation hold C WM-BL-4502 1 --no-search --ticket " + ticket)
                .get("reservation")
                .asText();
        assertThat(desk.ok("parts reservation list --ticket " + ticket)).contains(other);
        desk.ok("parts reservation release " + other);
        assertThat(desk.wrong("parts reservation hold C WM-BL-4502 1")).contains("--holder");
        assertThat(desk.refused("parts reservation hold C WM-BL-4502 1 --ticket HW-999999"))
                .contains("there is no ticket");
        assertThat(desk.refused("parts reservation hold C WM-BL-4502 99 --holder Li"))
                .contains("C has 4 of WM-BL-4502");
        assertThat(desk.refused("parts reservation pick 999")).contains("there is no reservation 999");
        assertThat(desk.wrong("parts reservation list --state lost")).contains("in_transit");
    }

    @Test
    void goodsAreTransferredAndShelvesCounted() throws IOException {
        desk.ok("parts receive C WM-SA-5203 6");
        String first = desk.json("parts transfer order C W WM-SA-5203 2")
                .get("transfer")
                .asText();
        assertThat(desk.refused("parts transfer receive " + first)).contains("transfer");
        desk.ok("parts transfer ship " + first);
        assertThat(desk.ok("parts transfer list --state shipped")).contains("WM-SA-5203");
        assertThat(desk.ok("parts transfer receive " + first + " --arrived 1")).contains("received");
        String second = desk.json("parts transfer order C W WM-SA-5203 1")
                .get("transfer")
                .asText();
        assertThat(desk.wrong("parts transfer cancel " + second)).contains("--reason");
        desk.ok("parts transfer cancel " + second + " --reason changed");
        assertThat(desk.refused("parts transfer ship " + second)).contains("that takes one that is ordered");
        assertThat(desk.refused("parts transfer order C C WM-SA-5203 1")).contains("C");
        assertThat(desk.refused("parts transfer ship 999")).contains("there is no transfer 999");

        String count = desk.json("parts stocktake count W WM-SA-5203 0 --reason yearly --who li")
                .get("stocktake")
                .asText();
        assertThat(desk.ok("parts stocktake list --state counted")).contains("yearly", "li");
        assertThat(desk.refused("parts stocktake approve " + count + " --who li"))
                .contains("li");
        assertThat(desk.ok("parts stocktake approve " + count + " --who chen")).contains("difference -1");
        assertThat(desk.refused("parts stocktake reject " + count + " --reason late --who chen"))
                .contains("approved");
        assertThat(desk.refused("parts stocktake count W WM-SA-5203 -1 --reason yearly"))
                .contains("a count of -1");
        assertThat(desk.refused("parts stocktake approve 999")).contains("there is no stocktake 999");
    }

    @Test
    void ordersAreProposedDecidedAndReceived() throws IOException {
        desk.ok("parts load " + desk.file("parts.yaml", """
                suppliers: {S: {name: Supplier}}
                """));
        assertThat(desk.ok("parts suppliers")).contains("Supplier");
        String order = desk.json("parts order propose C WM-CB-8800 5 --reason season --who li")
                .get("order")
                .asText();
        assertThat(desk.ok("parts orders --state proposed --warehouse C --part WM-CB-8800"))
                .contains("season");
        assertThat(desk.refused("parts order approve " + order + " --role king"))
                .contains("king");
        assertThat(desk.wrong("parts order approve " + order)).contains("--role");
        desk.ok("parts order reject " + order + " --reason 'too many'");
        assertThat(desk.refused("parts order receive " + order + " --arrived 5"))
                .contains("rejected");
        assertThat(desk.refused("parts order approve 999 --role headquarters"))
                .contains("there is no order 999", "parts orders");
        desk.ok("parts load " + desk.file("prices.yaml", """
                prices: [{part: WM-CB-8800, amount: 61.50, currency: EUR, from: 2026-01-01, to: 2026-12-31}]
                """));
        assertThat(desk.ok("parts prices --at 2026-11-01")).contains("WM-CB-8800", "61.50", "EUR");
        assertThat(desk.ok("parts prices --at 2027-11-01")).contains("there is none");
        assertThat(desk.wrong("parts prices --at noon")).contains("'noon' is not a day");
        assertThat(desk.ok("parts serial WM-CB-8800 XYZ")).contains("not known to be genuine");
        assertThat(desk.ok("parts old-parts")).contains("there is none");
        assertThat(desk.refused("parts old-part-returned 1 --finding worn")).contains("parts old-parts");
        assertThat(desk.refused("parts kit HW-999999")).contains("there is no ticket");
        assertThat(desk.refused("parts hold-kit HW-999999")).contains("there is no ticket");
        String ticket = desk.json("ticket open --appliance wm-3 --set component=drain_pump")
                .get("number")
                .asText();
        assertThat(desk.ok("parts kit " + ticket)).contains("expected cost");
        desk.ok("parts order forecast --warehouse C");
        assertThat(desk.wrong("parts forecast --days 0")).contains("--days");
        assertThat(desk.refused("parts load /no/such/file")).contains("does not exist");
    }
}
