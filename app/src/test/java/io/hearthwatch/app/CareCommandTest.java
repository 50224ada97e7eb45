package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.report.Report;
import io.hearthwatch.servicedesk.report.ReportDesk;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Complaints, calls, surveys, promises and alarms from the command line. */
class CareCommandTest extends OnCommandDesk {
    private static String complaint() throws IOException {
        return desk.json("complaint open --household H1 --class repair --words 'it leaks again'")
                .get("number")
                .asText();
    }

    @Test
    void aComplaintIsOpenedAnsweredAndActedUpon() throws IOException {
        String ticket = complaint();
        assertThat(desk.ok("complaint list")).contains(ticket, "repair", "CLASS");
        assertThat(desk.ok("complaint list --class logistics")).doesNotContain(ticket);
        assertThat(desk.ok("complaint classes")).contains("product_safety", "WHAT IS DONE");
        desk.ok("complaint cause " + ticket + " 'hose not clamped'");
        desk.ok("complaint answer " + ticket + " 'we come on Monday'");
        desk.ok("complaint reply " + ticket + " --agrees true --words fine");
        JsonNode action =
                desk.json("complaint action " + ticket + " 'torque check' --owner li --due-on 2026-12-31 --who chen");
        String number = action.at("/result/action").asText();
        assertThat(desk.refused("complaint action-checked " + ticket + " " + number + " --effective true"))
                .contains("is not done yet");
        desk.ok("complaint action-done " + ticket + " " + number + " --who li");
        assertThat(desk.refused("complaint action-checked " + ticket + " " + number + " --effective true --who li"))
                .contains("another person");
        desk.ok("complaint action-checked " + ticket + " " + number + " --effective false --who chen");
        assertThat(desk.ok("complaint show " + ticket))
                .contains("cause: hose not clamped", "torque check", "it did not help", "the customer agrees", "fine");
    }

    @Test
    void whatCustomersReportedIsSeenAndCompleted() throws IOException {
        ReportDesk reports = desk.desk().reports();
        assertThat(desk.ok("report list --state completed")).contains("there is no report");
        String reference = reports.submit(new Report(
                        "en",
                        "repair",
                        "Dana Fox",
                        "+49 30 5550199",
                        null,
                        "Road 9",
                        null,
                        "it hums",
                        "Monday",
                        null,
                        null,
                        "washing_machine",
                        "WM-8014",
                        "no-such-serial",
                        List.of(),
                        "v1"))
                .reference();
        reports.runDue(InstantSource.system().instant());
        assertThat(desk.ok("report list"))
                .contains(reference, "intake", "washing_machine")
                .doesNotContain("Dana");
        assertThat(desk.ok("report show " + reference)).contains("Dana Fox", "it hums", "since Monday", "missing:");
        assertThat(desk.ok("customer looks")).contains(reference);
        assertThat(desk.refused("report show R-NONE")).contains("there is no report 'R-NONE'", "report list");
        assertThat(desk.wrong("report list --state lost")).contains("intake");
        assertThat(desk.wrong("report complete " + reference + " --urgency now"))
                .contains("critical");
        assertThat(desk.refused("report complete " + reference + " --appliance nobody"))
                .contains("nobody");
        assertThat(desk.ok("report complete " + reference + " --household H1 --appliance wm-1 --who chen"))
                .contains("HW-");
        assertThat(desk.ok("report list --state completed")).contains(reference);
        assertThat(desk.refused("report complete " + reference + " --household H1 --appliance wm-1"))
                .contains(reference);
    }

    @Test
    void whatMakesNoSenseAboutComplaintsIsRefused() throws IOException {
        assertThat(desk.wrong("complaint")).contains("which?", "list", "recalls");
        assertThat(desk.wrong("complaint open --words x")).contains("--household");
        assertThat(desk.wrong("complaint open --household H1")).contains("--words");
        assertThat(desk.wrong("complaint open --household H1 --words x --class odd"))
                .contains("product_safety");
        assertThat(desk.refused("complaint open --household H9 --words x")).contains("H9");
        assertThat(desk.refused("complaint show HW-999999")).contains("there is no ticket", "hearthwatch ticket list");
        String ticket = complaint();
        assertThat(desk.wrong("complaint cause " + ticket)).contains("--about");
        assertThat(desk.wrong("complaint action " + ticket + " x --owner li --due-on soon"))
                .contains("'soon' is not a day such as 2026-10-01");
        assertThat(desk.wrong("complaint action " + ticket + " x --owner li")).contains("--due-on");
        assertThat(desk.wrong("complaint action-done " + ticket + " two")).contains("two");
        assertThat(desk.refused("complaint action-done " + ticket + " 999")).contains("no action 999");
        assertThat(desk.wrong("complaint reply " + ticket)).contains("--agrees");
        assertThat(desk.refused("complaint reply " + ticket + " --agrees true")).contains("no answer yet");
        assertThat(desk.refused("complaint cause " + ticket + " x --if-version 99"))
                .contains("version");
        String repair = desk.json("ticket open --appliance wm-1").get("number").asText();
        assertThat(desk.refused("complaint show " + repair)).contains("is no complaint");
        assertThat(desk.refused("complaint cause " + repair + " x")).contains("complaint");
        assertThat(desk.ok("complaint recalls")).contains("no recall is suggested");
        assertThat(desk.refused("complaint recall 1 --accepted true"))
                .contains("no such recall", "hearthwatch complaint recalls");
        assertThat(desk.wrong("complaint recall 1 --accepted false")).contains("--note");
    }

    @Test
    void callsAreTakenAndNoted() throws IOException {
        assertThat(desk.refused("call take 77")).contains("there is no call", "hearthwatch call list");
        assertThat(desk.wrong("call take x")).contains("'x'");
        assertThat(desk.wrong("call list --state soon")).contains("due, made");
        assertThat(desk.wrong("call list --limit 0")).contains("--limit must be between 1 and 500");
        String ticket = complaint();
        assertThat(desk.refused("call note " + ticket + " --solved true --rating 5"))
                .contains("nothing to follow up");
        assertThat(desk.ok("call list")).contains("due");
        assertThat(desk.ok("ticket due")).contains("due");
    }

    @Test
    void surveysAreDefinedAndAnswered() throws IOException {
        assertThat(desk.ok("survey definitions")).contains("SAMPLE");
        JsonNode before = desk.json("survey definitions").get(0);
        JsonNode made =
                desk.json("survey define --valid-from 2031-01-01 --sample-percent 40 --weights quality=2,product=1");
        assertThat(made.get("sample_percent").asInt()).isEqualTo(40);
        assertThat(made.get("wait_minutes")).isEqualTo(before.get("wait_minutes"));
        assertThat(made.get("dimensions")).hasSize(2);
        assertThat(desk.wrong("survey define --valid-from 2031-13-01")).contains("2031-13-01");
        assertThat(desk.wrong("survey define --valid-from 2031-01-01 --sample-percent 140"))
                .contains("between 0 and 100");
        assertThat(desk.refused("survey define --valid-from 2031-01-01 --kinds dance"))
                .contains("kind of work");
        assertThat(desk.refused("survey define --valid-from 2031-01-01 --weights charm=2"))
                .contains("attitude");
        String ticket = complaint();
        assertThat(desk.ok("survey show " + ticket)).contains("not decided yet");
        String marks = " --attitude 5 --efficiency 4 --quality 5 --product 4 --solved true";
        assertThat(desk.refused("survey answer " + ticket + marks)).contains("nothing to rate");
        assertThat(desk.refused("survey answer HW-999999" + marks)).contains("there is no ticket");
        assertThat(desk.wrong("survey answer " + ticket + marks + " --channel online"))
                .contains("phone, form");
        assertThat(desk.wrong("survey answer " + ticket + marks.replace("attitude 5", "attitude 6")))
                .contains("between 1 and 5");
        assertThat(desk.wrong("survey answer " + ticket)).contains("--attitude");
    }

    @Test
    void promisesArePausedChangedAndTheirAlarmsAcknowledged() throws IOException {
        String ticket = desk.json("ticket open --appliance wm-2 --set answers.symptom=noise")
                .get("number")
                .asText();
        assertThat(desk.ok("promise show " + ticket)).contains("first_contact", "running", "PROMISED");
        assertThat(desk.ok("promise pause " + ticket + " --for customer --reason away"))
                .contains("paused");
        assertThat(desk.refused("promise pause " + ticket + " --for customer --reason away"))
                .contains("waits already");
        assertThat(desk.ok("promise resume " + ticket)).contains("running");
        assertThat(desk.ok("promise change " + ticket + " finished --promised 99h --reason agreed"))
                .contains("99 h 00 min");
        assertThat(desk.refused("promise change " + ticket + " lunch --promised 99h --reason agreed"))
                .contains("no running promise 'lunch'", "hearthwatch promise show");
        assertThat(desk.wrong("promise change " + ticket + " finished --promised soon --reason x"))
                .contains("'soon' is not a duration");
        assertThat(desk.refused("promise pause " + ticket + " --for lunch --reason x"))
                .contains("customer or part");
        assertThat(desk.refused("promise show HW-999999")).contains("there is no ticket");

        desk.desk().clocks().runDue(InstantSource.system().instant().plus(Duration.ofDays(30)));
        JsonNode alarm = desk.json("alarm list --ticket " + ticket).get(0);
        assertThat(alarm.get("ticket_number").asText()).isEqualTo(ticket);
        String id = alarm.get("id").asText();
        assertThat(desk.ok("alarm acknowledge " + id + " --who chen")).contains("chen");
        assertThat(desk.refused("alarm acknowledge " + id)).contains("already", "hearthwatch alarm list");
        assertThat(desk.refused("alarm acknowledge 99999")).contains("there is no alarm");
        assertThat(desk.ok("alarm list --state all --role station_chief")).contains(ticket);
        assertThat(desk.wrong("alarm list --role king")).contains("station_chief");
        assertThat(desk.refused("alarm list --ticket HW-999999")).contains("there is no ticket");

        String breach = desk.json("promise breaches").get(0).get("id").asText();
        assertThat(desk.wrong("promise settle " + breach + " --paid false")).contains("--note");
        assertThat(desk.wrong("promise settle " + breach + " --paid true --amount 5"))
                .contains("--currency");
        assertThat(desk.wrong("promise settle " + breach + " --paid true --amount many --currency CNY"))
                .contains("'many' is not a number");
        assertThat(desk.ok("promise settle " + breach + " --paid false --note 'customer was away'"))
                .contains("refused", "customer was away");
        assertThat(desk.refused("promise settle " + breach + " --paid false --note again"))
                .contains("already");
        assertThat(desk.refused("promise settle 99999 --paid true")).contains("there is no breach");
    }
}
