package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Settings and other records that people enter and change one by one, from the command line. */
class RecordsCommandTest extends OnCommandDesk {
    @Test
    void settingsAreListedShownAndChanged() throws IOException {
        assertThat(desk.ok("setting list")).contains("retention, version 1", "reach_km", "bad_repairs", "months");
        assertThat(desk.ok("setting show assignment")).contains("jobs_a_day", "how far a centre serves");
        assertThat(desk.refused("setting show colours")).contains("there is no group of settings", "retention");
        JsonNode changed = desk.json("setting change assignment --set reach_km=80.5 --set jobs_a_day=4 --who wang");
        assertThat(changed.at("/values/reach_km").decimalValue()).isEqualByComparingTo("80.5");
        assertThat(changed.get("version").asInt()).isEqualTo(2);
        assertThat(desk.ok("setting changes assignment")).contains("wang", "reach_km: 50 to 80.5");
        assertThat(desk.refused("setting change assignment --set reach_km=20 --if-version 1"))
                .contains("of version 2 by now");
        assertThat(desk.refused("setting change retention --set words=0")).contains("from 1 to 600");
        assertThat(desk.refused("setting change retention --set dreams=3")).contains("'dreams' is no setting");
        assertThat(desk.wrong("setting change retention --set words=soon")).contains("soon");
        assertThat(desk.wrong("setting change retention")).contains("--set");
        assertThat(desk.ok("customer retention --set words=6")).contains("words            6");
        assertThat(desk.ok("setting show retention")).contains("version 2");
    }

    @Test
    void loanersArePooledLentAndTakenBack() throws IOException {
        assertThat(desk.ok("loaner list --state lost")).contains("there is none");
        assertThat(desk.ok("loaner put L-1 --warehouse W --type washing_machine --model WM-8014"))
                .contains("L-1", "free", "WM-8014");
        assertThat(desk.refused("loaner put L-2 --warehouse W --type time_machine"))
                .contains("no appliance type 'time_machine'", "washing_machine");
        assertThat(desk.refused("loaner put L-2 --warehouse X")).contains("no warehouse 'X'", "parts warehouses");
        assertThat(desk.wrong("loaner put L-2 --warehouse W --state lent")).contains("free, in_repair, lost");
        assertThat(desk.wrong("loaner list --state gone")).contains("in_repair");
        assertThat(desk.refused("loaner list --warehouse X")).contains("no warehouse 'X'");
        String ticket = desk.json("ticket open --appliance wm-1").get("number").asText();
        assertThat(desk.ok("loaner lend " + ticket + " L-1 --due-at 2099-01-01T00:00:00Z"))
                .contains("L-1");
        assertThat(desk.ok("loaner list --state lent --warehouse W")).contains("L-1", ticket, "2099-01-01");
        assertThat(desk.refused("loaner put L-1 --warehouse W --state free")).contains("lent out");
        assertThat(desk.wrong("loaner return " + ticket + " L-1 --lost --amount 300"))
                .contains("--currency");
        assertThat(desk.wrong("loaner return " + ticket + " L-1 --amount 300 --currency CNY"))
                .contains("--lost");
        desk.ok("loaner return " + ticket + " L-1 --condition scratched --in-repair --who li");
        assertThat(desk.ok("loaner list")).contains("in_repair");
        assertThat(desk.refused("loaner return " + ticket + " L-1")).contains("is not lent out under");
    }

    @Test
    void articlesAreFoundWordedAnewUsedAndReplaced() throws IOException {
        String first = article("wm-2", "The seal leaks");
        String second = article("wm-3", "The hose leaks");
        assertThat(desk.ok("knowledge list --search leaks")).contains("The seal leaks", "The hose leaks");
        assertThat(desk.ok("knowledge list --type dishwasher")).contains("there is none");
        assertThat(desk.wrong("knowledge list --state old")).contains("valid, all");
        assertThat(desk.ok("knowledge write " + first + " --words 'Look at the seal first' --who wang"))
                .contains("version 2", "Look at the seal first", "wang");
        assertThat(desk.refused("knowledge write " + first + " --title other --if-version 1"))
                .contains("of version 2 by now");
        assertThat(desk.refused("knowledge write " + first + " --component wings"))
                .contains("has no component wings");
        assertThat(desk.wrong("knowledge write " + first)).contains("--words");
        String ticket = desk.json("ticket open --appliance wm-1").get("number").asText();
        assertThat(desk.ok("knowledge use " + first + " " + ticket + " --helpful true"))
                .contains("used 1 time(s), helped 1");
        assertThat(desk.wrong("knowledge use " + first + " " + ticket)).contains("--helpful");
        assertThat(desk.ok("knowledge retire " + first + " --reason 'the other says more' --replaced-by " + second))
                .contains("retired by", "see article " + second);
        assertThat(desk.ok("knowledge list --search leaks")).doesNotContain("The seal leaks");
        assertThat(desk.ok("knowledge list --search leaks --state all")).contains("The seal leaks (retired)");
        assertThat(desk.refused("knowledge show 999")).contains("there is no knowledge article", "knowledge list");
        assertThat(desk.wrong("knowledge show many")).contains("many");
    }

    private static String article(String appliance, String title) throws IOException {
        String ticket =
                desk.json("ticket open --appliance " + appliance).get("number").asText();
        desk.ok("ticket step " + ticket
                + " triaged --set way=home --set fault_class=hardware --set component=drain_pump");
        desk.ok("ticket add " + ticket + " support --set 'question=Where does it leak?'");
        desk.ok("ticket add " + ticket + " support-answer --set 'answer=Here' --set 'title=" + title + "'");
        return desk.json("knowledge list --search '" + title + "'").at("/0/id").asText();
    }

    @Test
    void aHouseholdsOwnEngineerIsShownAndChosen() {
        assertThat(desk.ok("customer engineer H2")).contains("H2 has no engineer", "nobody has changed it");
        assertThat(desk.ok("customer engineer H2 --engineer wu --reason 'the family knows her' --who li"))
                .contains("H2 has wu (Wu Na), chosen by person", "the family knows her");
        assertThat(desk.refused("customer engineer H2 --engineer nobody --reason x"))
                .contains("none of the household's centre", "technician list");
        assertThat(desk.wrong("customer engineer H2 --engineer wu")).contains("--reason");
        assertThat(desk.wrong("customer engineer H2 --engineer wu --none --reason x"))
                .contains("contradict");
        assertThat(desk.refused("customer engineer H9")).contains("there is no household 'H9'");
        assertThat(desk.ok("customer engineer H2 --none --reason 'she moved'")).contains("H2 has no engineer");
    }

    @Test
    void recordsAreEnteredAndChangedOneByOne() throws IOException {
        assertThat(desk.ok("register add region --id WEST --set name.en=West --set name.zh=西区"))
                .contains("region WEST, version 1");
        assertThat(desk.refused("register add region --id WEST --set name=West"))
                .contains("already");
        assertThat(desk.ok("register add technician --id li --set 'name=Li Wei' --set centre=A"
                        + " --set 'skills={\"*\":[\"hardware\"]}'"))
                .contains("Li Wei");
        assertThat(desk.refused("register add technician --id mo --set name=Mo --set centre=Z"))
                .contains("Z");
        assertThat(desk.ok("register change centre A --set 'phone=+86 21 5555 0100' --who wang"))
                .contains("+86 21 5555 0100");
        assertThat(desk.json("centre show A").get("phone").asText()).isEqualTo("+86 21 5555 0100");
        assertThat(desk.ok("register change centre A --clear phone")).doesNotContain("5555");
        assertThat(desk.ok("register changes centre A")).contains("wang", "phone: - to +86 21 5555 0100");
        assertThat(desk.refused("register change centre A --set colour=red")).contains("has no 'colour'", "phone");
        assertThat(desk.refused("register change centre A --set kind=own_shop --if-version 1"))
                .contains("by now, not 1");
        assertThat(desk.wrong("register change centre A")).contains("--set");
        assertThat(desk.wrong("register show palace A")).contains("region, centre, technician, household");
        assertThat(desk.refused("register show household H9")).contains("no household 'H9'", "register find");
        JsonNode household = desk.json("register add household --set 'name=Cy Own' --set 'address=Road 3'"
                + " --set phone=+4989123456 --set language=en --set centre=A");
        String id = household.get("id").asText();
        assertThat(desk.ok("register find --search Cy")).contains(id, "Cy Own");
        assertThat(desk.ok("register connect " + id + " dw-9 --type dishwasher --model DW-1"))
                .contains("dw-9", "DW-1");
        assertThat(desk.refused("register connect " + id + " dw-10")).contains("type");
        assertThat(desk.ok("register disconnect " + id + " dw-9")).contains("no appliance stands in it");
        assertThat(desk.ok("register changes household " + id)).doesNotContain("Cy Own");
        assertThat(desk.ok("customer looks --household " + id)).contains("household");
    }
}
