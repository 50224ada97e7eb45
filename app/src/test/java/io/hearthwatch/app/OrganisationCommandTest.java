package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Service centres and technicians from the command line. */
class OrganisationCommandTest extends OnCommandDesk {
    @Test
    void centresAreListedShownAndCertified() {
        assertThat(desk.ok("centre list")).contains("Alpha", "EAST", "not certified");
        assertThat(desk.ok("centre list --region EAST --kind own_shop")).contains("Alpha");
        assertThat(desk.ok("centre list --region EAST --kind retailer")).contains("there is none");
        assertThat(desk.refused("centre list --region WEST")).contains("there is no region", "EAST");
        assertThat(desk.wrong("centre list --kind palace")).contains("own_shop");
        assertThat(desk.ok("centre show A")).contains("Alpha", "calendar, version", "next audit due");
        assertThat(desk.refused("centre show B")).contains("there is no service centre 'B'", "centre list");
        assertThat(desk.ok("centre certify A 'gas work' --issued-on 2020-01-01 --expires-on 2099-01-01"))
                .contains("certified until 2099-01-01", "gas work");
        assertThat(desk.refused("centre certify A 'gas work' --issued-on 2020-01-01 --expires-on 2099-01-01"))
                .contains("already");
        assertThat(desk.refused("centre certify A x --issued-on 2020-01-01 --expires-on 2019-01-01"))
                .contains("ends before it begins");
        assertThat(desk.wrong("centre certify A x --issued-on 2020-02-30 --expires-on 2021-01-01"))
                .contains("2020-02-30");
        assertThat(desk.wrong("centre certify A x")).contains("--issued-on");
    }

    @Test
    void auditsAskForCorrectionsThatAreDoneAndChecked() throws IOException {
        JsonNode centre = desk.json("centre audit A --held-on 2026-01-20 --auditor li --score 82"
                + " --actions 'seal the store, again,wang,2099-12-20'");
        JsonNode action = centre.at("/actions/0");
        assertThat(action.get("what").asText()).isEqualTo("seal the store, again");
        assertThat(action.get("due_on").asText()).isEqualTo("2099-12-20");
        String id = action.get("id").asText();
        assertThat(desk.ok("centre action-done " + id + " --who wang")).contains("is done");
        assertThat(desk.wrong("centre action-checked " + id + " --effective false"))
                .contains("--next");
        assertThat(desk.wrong("centre action-checked " + id + " --effective false --next 'more care'"))
                .contains("WHAT,OWNER,DAY");
        assertThat(desk.ok("centre action-checked " + id
                        + " --effective false --next 'more care,wang,2099-12-30' --who li"))
                .contains("another one follows");
        assertThat(desk.ok("centre show A")).contains("more care", "not_effective");
        assertThat(desk.refused("centre action-done 999")).contains("there is no corrective action", "centre show");
        assertThat(desk.wrong("centre audit A --held-on 2026-01-20 --auditor li --score 182"))
                .contains("0 and 100");
        assertThat(desk.wrong("centre audit A --held-on 2026-01-20 --auditor li --score good"))
                .contains("good");
        assertThat(desk.wrong("centre audit A --held-on 2026-01-20 --auditor li --score 82 --actions x"))
                .contains("WHAT,OWNER,DAY");
    }

    @Test
    void theCalendarIsShownAndChangedDayByDay() throws IOException {
        assertThat(desk.ok("centre calendar A")).contains("mon", "08:00-18:00");
        JsonNode changed =
                desk.json("centre calendar A --days 2026-10-01=closed --days 2026-10-02=09:00-12:00,13:00-15:00");
        assertThat(changed.at("/days/2026-10-01")).isEmpty();
        assertThat(changed.at("/days/2026-10-02")).hasSize(2);
        assertThat(changed.at("/hours").toString()).as("the week stays").contains("08:00-18:00");
        assertThat(desk.ok("centre openings A --from 2026-10-01T00:00:00Z --to 2026-10-03T00:00:00Z"))
                .contains("2026-10-02T09:00:00Z")
                .doesNotContain("2026-10-01T08");
        assertThat(desk.json("centre calendar A --days 2026-10-01=weekly")
                        .at("/days/2026-10-01")
                        .isMissingNode())
                .isTrue();
        assertThat(desk.json("centre calendar A --hours mon-fri=07:00-15:00 --hours sat=closed")
                        .get("hours")
                        .toString())
                .contains("07:00-15:00")
                .doesNotContain("08:00-18:00");
        assertThat(desk.refused("centre calendar A --hours mon=late")).contains("mon");
        assertThat(desk.refused("centre calendar A --hours mon=07:00-15:00 --version 0"))
                .contains("meanwhile");
        assertThat(desk.wrong("centre calendar A --version 0")).contains("--hours");
        assertThat(desk.wrong("centre openings A --from 2026-10-01T00:00:00Z --to 2027-10-03T00:00:00Z"))
                .contains("92 days");
        assertThat(desk.wrong("centre openings A --from tomorrow")).contains("tomorrow");
        assertThat(desk.refused("centre openings B --from 2026-10-01T00:00:00Z"))
                .contains("there is no service centre");
    }

    @Test
    void techniciansLoseAndGainPointsAreTrainedAndReviewed() throws IOException {
        assertThat(desk.ok("technician list --centre A")).contains("Wu Na", "100");
        assertThat(desk.refused("technician list --centre B")).contains("there is no service centre");
        assertThat(desk.wrong("technician list --fault-class magic")).contains("hardware");
        String ticket = desk.json("ticket open --appliance wm-3").get("number").asText();
        assertThat(desk.ok("technician points wu -10 broken_promise --ticket " + ticket + " --remarks late"))
                .contains("90 licence points", "-10  broken_promise", "late");
        assertThat(desk.refused("technician points wu -10 broken_promise --ticket " + ticket))
                .contains("already");
        String entry =
                desk.json("technician show wu").get("moves").get(0).get("id").asText();
        assertThat(desk.wrong("technician cancel wu " + entry)).contains("--remarks");
        assertThat(desk.ok("technician cancel wu " + entry + " --remarks 'the road was closed'"))
                .contains("100 licence points", "late; cancelled", "the road was closed");
        assertThat(desk.refused("technician cancel wu " + entry + " --remarks again"))
                .contains("cancelled already");
        assertThat(desk.refused("technician cancel wu 999999 --remarks x")).contains("there is no");
        assertThat(desk.ok("technician tariff")).contains("overcharge", "broken_promise");
        assertThat(desk.wrong("technician tariff --set overcharge")).contains("belong together");
        assertThat(desk.refused("technician tariff --set overcharge --points 10 --from 2099-01-01"))
                .contains("takes 0 to");
        assertThat(desk.ok("technician tariff --set overcharge --points -7 --from 2099-01-01"))
                .contains("2099-01-01");
        assertThat(desk.refused("technician points wu 10 broken_promise")).contains("takes 1 to 100 points");
        assertThat(desk.refused("technician points wu 10 kindness")).contains("delighted_customer");
        assertThat(desk.refused("technician points wu 5 improvement --ticket HW-999999"))
                .contains("there is no ticket");
        assertThat(desk.wrong("technician points wu many improvement")).contains("many");
        assertThat(desk.refused("technician points nobody 5 improvement"))
                .contains("there is no technician 'nobody'", "technician list");
        assertThat(desk.ok("technician train wu 'heat pumps' --mode classroom --held-on 2026-11-01 --score 59.5"))
                .contains("heat pumps", "59.50 of 100, not passed");
        assertThat(desk.wrong("technician train wu x --mode asleep --held-on 2026-11-01"))
                .contains("classroom");
        assertThat(desk.wrong("technician train wu x --mode online --held-on 2026-11-01 --score 101"))
                .contains("0 and 100");
        assertThat(desk.ok("technician position wu --latitude 31.2 --longitude 121.5"))
                .contains("is at 31.2, 121.5");
        assertThat(desk.wrong("technician position wu --latitude 131.2 --longitude 121.5"))
                .contains("nowhere on earth");
        assertThat(desk.ok("technician review wu --remarks fine")).contains("100 licence points");
        assertThat(desk.refused("technician reinstate wu")).contains("revoked");
        assertThat(desk.ok("technician show wu")).contains("Wu Na", "heat pumps");
    }

    @Test
    void aTechniciansFileIsReadAppraisedAndGraded() throws IOException {
        assertThat(desk.ok("technician file wu")).contains("wu: Wu Na, qualified at A", "no work since");
        assertThat(desk.refused("technician file nobody")).contains("technician list");
        String marks = " --attitude 90 --skill 75 --efficiency 80 --satisfaction 88";
        assertThat(desk.ok("technician appraise wu 2026-Q1" + marks + " --remarks calm --who chief"))
                .contains("2026-Q1, version 1: attitude 90, skill 75, efficiency 80, satisfaction 88, by chief: calm");
        assertThat(desk.refused("technician appraise wu 2026-Q1" + marks)).contains("in version 1");
        assertThat(desk.ok("technician appraise wu 2026-Q1" + marks + " --corrects 1"))
                .contains("version 2")
                .doesNotContain("version 1");
        assertThat(desk.refused("technician appraise wu 2026-Q7" + marks)).contains("2026-Q3");
        assertThat(desk.refused("technician appraise wu 2026 --attitude 101 --skill 1 --efficiency 1 --satisfaction 1"))
                .contains("0 to 100");
        assertThat(desk.wrong("technician appraise wu 2026")).contains("--attitude");
        assertThat(desk.wrong("technician grade wu master --reason x")).contains("senior");
        assertThat(desk.refused("technician grade wu intermediate --reason x")).contains("60 or more");
        assertThat(desk.refused("technician grade wu intermediate --reason x --exam-score 84"))
                .contains("only a model may rise");
        desk.ok("technician points wu 10 improvement");
        assertThat(desk.ok("technician grade wu intermediate --reason 'exam of May' --exam-score 84"))
                .contains("wu: Wu Na, intermediate at A", "qualified to intermediate", "exam 84", "exam of May");
        desk.ok("technician train wu 'gas work' --mode classroom --held-on 2026-11-01 --score 40");
        assertThat(desk.json("technician file wu").at("/training_due/0/topic").asText())
                .isEqualTo("gas work");
        desk.ok("technician review wu");
    }
}
