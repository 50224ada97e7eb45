package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Tickets worked on from the command line, from the first call to the last. */
class TicketCommandTest extends OnCommandDesk {
    private static final String ANSWERS =
            " --answers model=WM-8014 --answers serial=S1 --answers production_date=2025-01-01"
                    + " --answers purchase_channel=shop --answers symptom=noise"
                    + " --answers began=yesterday --answers environment=kitchen --answers wish=soon";

    private static String repair(String appliance) throws IOException {
        return desk.json("ticket open --appliance " + appliance + " --set component=drain_pump --who chen")
                .get("number")
                .asText();
    }

    @Test
    void aTicketGoesItsWholeWay() throws IOException {
        String ticket = repair("wm-1");
        assertThat(desk.ok("ticket list")).contains(ticket, "wm-1");
        assertThat(desk.ok("ticket show " + ticket)).contains("is opened", "not known yet", "may go to triaged");
        assertThat(desk.ok("ticket step " + ticket)).contains("may go to triaged");
        desk.ok("ticket change " + ticket + ANSWERS);
        assertThat(desk.ok("ticket triage " + ticket)).contains("drain_pump", "suggested:");
        assertThat(desk.ok("ticket add " + ticket + " contact --set channel=phone --set 'words=it drips'"))
                .contains(ticket);
        desk.ok("ticket step " + ticket + " triaged --set way=home");
        Instant from = InstantSource.system().instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS);
        desk.ok("ticket step " + ticket + " scheduled --set window_from=" + from + " --set window_to="
                + from.plus(Duration.ofHours(2)));
        assertThat(desk.refused("ticket acknowledge " + ticket)).contains("acknowledg");
        assertThat(desk.refused("ticket on-the-way " + ticket)).contains("confirm the time");
        desk.ok("ticket step " + ticket + " dispatched --set technician=wu");
        assertThat(desk.ok("ticket acknowledge " + ticket + " --who wu")).contains("acknowledged by wu");
        assertThat(desk.refused("ticket acknowledge " + ticket)).contains("already");
        desk.ok("ticket step " + ticket + " confirmed --who wu");
        assertThat(desk.ok("ticket on-the-way " + ticket + " --who wu")).contains("customer");
        desk.ok("ticket step " + ticket + " on_site --who wu");
        tick(ticket, true);
        desk.ok("ticket add " + ticket + " finding --set component=drain_pump --set cause=worn --who wu");
        desk.ok("ticket step " + ticket + " repaired --who wu");
        tick(ticket, false);
        desk.ok("ticket add " + ticket + " record-sheet --set signed_by=Ada --set ratings.attitude=5 --who wu");
        desk.ok("ticket step " + ticket + " accepted --who wu");
        String wish = desk.json("ticket add " + ticket + " wish --set 'words=a quieter pump'")
                .at("/result/wish")
                .asText();
        assertThat(desk.refused("ticket end-wish " + ticket + " " + wish + " --state odd"))
                .contains("given_up");
        desk.ok("ticket end-wish " + ticket + " " + wish + " --state satisfied");
        assertThat(desk.refused("ticket end-wish " + ticket + " " + wish + " --state satisfied"))
                .contains("already");
        desk.ok("ticket add " + ticket + " review --set passed=true --who li");
        desk.ok("ticket step " + ticket + " reviewed --who li");
        assertThat(desk.ok("survey answer " + ticket
                        + " --attitude 5 --efficiency 4 --quality 5 --product 4 --solved true"))
                .contains("quality 5");
        assertThat(desk.refused("call note " + ticket + " --solved true --rating 9"))
                .contains("rating");
        desk.ok("call note " + ticket + " --solved true --rating 5 --remarks friendly");
        assertThat(desk.ok("call list --state made")).contains(ticket, "friendly");
        desk.ok("ticket step " + ticket + " followed_up");
        desk.ok("ticket add " + ticket + " feedback --set department=design --set 'words=wears early'");
        assertThat(desk.ok("ticket step " + ticket + " closed")).contains("is closed");
        assertThat(desk.ok("ticket messages " + ticket)).doesNotContain("138");
        assertThat(desk.ok("ticket show " + ticket)).contains("closed", "by wu", "by li");
    }

    /** What has to be done before the work, or after it. */
    private static void tick(String ticket, boolean before) throws IOException {
        JsonNode life = desk.json("ticket show " + ticket);
        StringBuilder items = new StringBuilder();
        for (JsonNode each : life.get("checklist")) {
            if (each.get("before_work").asBoolean() == before) {
                items.append(items.isEmpty() ? "" : ",")
                        .append("{\"item\":\"" + each.get("item").asText() + "\"}");
            }
        }
        desk.ok("ticket add " + ticket + " checklist --set 'items=[" + items + "]' --who wu");
    }

    @Test
    void whatIsNotPossibleIsRefusedWithWhatToDo() throws IOException {
        String ticket = repair("wm-2");
        assertThat(desk.wrong("ticket")).contains("which?", "list", "link", "on-the-way");
        assertThat(desk.refused("ticket show HW-999999")).contains("there is no ticket", "hearthwatch ticket list");
        assertThat(desk.refused("ticket step HW-999999 triaged"))
                .contains("there is no ticket", "hearthwatch ticket list");
        assertThat(desk.refused("ticket step " + ticket + " closed")).contains("closed");
        assertThat(desk.refused("ticket step " + ticket + " asleep")).contains("asleep");
        assertThat(desk.refused("ticket step " + ticket + " triaged --set way=moon"))
                .contains("way");
        assertThat(desk.refused("ticket step " + ticket + " triaged --set way=home --if-version 99"))
                .contains("version");
        assertThat(desk.refused("ticket step " + ticket + " triaged --set way=home --set speed=high"))
                .contains("speed");
        assertThat(desk.wrong("ticket step " + ticket + " triaged --if-version new"))
                .contains("new");
        assertThat(desk.wrong("ticket step " + ticket + " triaged --set way")).contains("--set way has no value");
        assertThat(desk.wrong("ticket step " + ticket + " triaged --set items=[x"))
                .contains("is not JSON");
        assertThat(desk.wrong("ticket step")).contains("TICKET");
        desk.ok("ticket step " + ticket + " triaged --set way=home");
        assertThat(desk.refused("ticket step " + ticket + " scheduled --set window_from=soon --set window_to=later"))
                .contains("not known yet", "symptom", "hearthwatch ticket change");
        assertThat(desk.wrong("ticket add " + ticket + " flowers")).contains("nothing called 'flowers'", "wish");
        assertThat(desk.wrong("ticket add " + ticket)).contains("WHAT");
        assertThat(desk.refused("ticket add " + ticket + " wish")).contains("words");
        assertThat(desk.refused("ticket add " + ticket + " promise --set promise=callback --set due_at=tomorrow"))
                .contains("promise");
        assertThat(desk.refused("ticket open --appliance nobody"))
                .contains("not registered: nobody", "hearthwatch appliance list");
        assertThat(desk.refused("ticket open --appliance wm-2 --kind dance")).contains("kind");
        assertThat(desk.refused("ticket open --appliance wm-2 --source rumour")).contains("source");
        assertThat(desk.wrong("ticket change " + ticket)).contains("nothing is changed");
        assertThat(desk.refused("ticket change " + ticket + " --component engine"))
                .contains("which never changes");
        assertThat(desk.refused("ticket change " + ticket + " --answers mood=bad"))
                .contains("mood");
        assertThat(desk.wrong("ticket list --limit 0")).contains("--limit must be between");
        assertThat(desk.run("ticket list --type kettle").err()).contains("kettle");
        assertThat(desk.wrong("ticket end-promise " + ticket + " one --kept true"))
                .contains("one");
        assertThat(desk.refused("ticket end-promise " + ticket + " 99 --kept true"))
                .contains("no promise 99");
        assertThat(desk.refused("ticket compensate " + ticket + " 99 --state paid"))
                .contains("99", "promise breaches");
        assertThat(desk.refused("ticket link HW-999999")).contains("there is no ticket");
        assertThat(desk.wrong("ticket kinds --kind dance")).contains("repair");
    }

    @Test
    void aTicketIsGivenToAnotherCentreOnceTheCustomerRefusedAnotherTime() throws IOException {
        desk.ok("service load " + desk.file("north.yaml", """
                warehouses: {N: {name: North}}
                centres:
                  NOR: {name: Nord, time_zone: UTC, latitude: 31.3, longitude: 121.5, warehouse: N}
                  DIS: {name: Dish, time_zone: UTC, latitude: 31.3, longitude: 121.5, warehouse: N,
                        competences: {dishwasher: [hardware]}}
                """));
        String ticket = repair("wm-1");
        desk.ok("ticket change " + ticket + ANSWERS);
        desk.ok("ticket step " + ticket + " triaged --set way=home --set fault_class=hardware");
        Instant from = InstantSource.system().instant().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.HOURS);
        String window = " --window-from " + from + " --window-to " + from.plus(Duration.ofHours(2));
        assertThat(desk.refused("ticket time-refused " + ticket + " --reason 'wu is ill'" + window))
                .contains("has no time yet");
        desk.ok("ticket step " + ticket + " scheduled --set window_from=" + from + " --set window_to="
                + from.plus(Duration.ofHours(2)));
        assertThat(desk.ok("ticket centres " + ticket)).contains("A", "NOR", "DIS", "able no");
        String give = "ticket hand-over " + ticket;
        assertThat(desk.refused(give + " NOR --cause time --reason ill"))
                .contains("was not asked for another one", "ticket time-refused");
        assertThat(desk.wrong("ticket time-refused " + ticket + " --reason ill"))
                .contains("--window-from");
        desk.ok("ticket time-refused " + ticket + " --reason 'wu is ill' --words 'only then' --channel phone" + window);
        assertThat(desk.wrong(give + " NOR --cause whim --reason x")).contains("territory");
        assertThat(desk.wrong(give + " NOR --cause load")).contains("--reason");
        assertThat(desk.refused(give + " NOWHERE --cause load --reason x")).contains("NOWHERE");
        assertThat(desk.refused(give + " DIS --cause load --reason x"))
                .contains("DIS is not able to take it: it does not repair this", "NOR");
        assertThat(desk.refused(give + " NOR --cause time --reason ill --if-version 1"))
                .contains("version");
        assertThat(desk.ok(give + " NOR --cause time --reason ill --who chen")).contains(ticket);
        assertThat(desk.ok("ticket show " + ticket)).contains("with NOR", "by chen");
    }

    @Test
    void theCustomersLinkTheOtherSystemAndTheKindsAreTold() throws IOException {
        String ticket = repair("wm-2");
        assertThat(desk.ok("ticket link " + ticket + " --public-url https://care.example.org"))
                .contains("https://care.example.org/c/", "good until");
        desk.ok("ticket external " + ticket + " erp 4711");
        assertThat(desk.ok("ticket find erp 4711")).contains(ticket);
        assertThat(desk.refused("ticket find erp 4712")).contains("erp knows no ticket under '4712'");
        assertThat(desk.ok("ticket kinds")).contains("repair", "complaint");
        assertThat(desk.ok("ticket kinds --kind repair")).contains("opened → triaged", "asks for", "checklist:");
        String promise = desk.json("ticket add " + ticket
                        + " promise --set promise=time --set words=today --set due_at=2099-01-01T00:00:00Z")
                .at("/result/promise")
                .asText();
        String broken = desk.ok("ticket end-promise " + ticket + " " + promise + " --kept false");
        String compensation = broken.replaceAll("(?s).*compensation (\\d+).*", "$1");
        assertThat(desk.refused("ticket compensate " + ticket + " " + compensation + " --state refused"))
                .contains("note");
        assertThat(desk.ok("ticket compensate " + ticket + " " + compensation
                        + " --state refused --note 'was kept after all'"))
                .contains("state refused");
    }
}
