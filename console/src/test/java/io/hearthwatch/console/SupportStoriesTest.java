package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Technical support: its clock, faults that were badly repaired before, and the knowledge that its answers become. */
class SupportStoriesTest extends Stories {
    private void pass(Duration time) {
        house.clock.advance(house.clock.instant().plus(time));
        house.desk.clocks().runDue(house.clock.instant());
    }

    private List<String> alarms(TicketWork ticket, String subject) {
        List<String> alarms = new ArrayList<>();
        http.get("/api/v1/alarms").json().get("alarms").forEach(alarm -> {
            if (alarm.get("ticket").toString().contains(ticket.number)
                    || alarm.toString().contains(ticket.number)) {
                if (alarm.toString().contains("\"" + subject)) {
                    alarms.add(alarm.get("kind").asText());
                }
            }
        });
        return alarms;
    }

    private TicketWork triaged(String component) {
        return repair().steps("{'to': 'triaged', 'way': 'home', 'component': '" + component + "'}");
    }

    @Test
    void questionThatALevelLeavesUnansweredIsWarnedOfAndGoesUpByItself() {
        TicketWork ticket = triaged("control_board");
        JsonNode asked = ticket.read().at("/support/0");
        assertThat(asked.get("due_at").isNull()).isFalse();
        pass(Duration.ofDays(30));
        JsonNode support = ticket.read().get("support");
        assertThat(support.findValuesAsText("level")).containsExactly("colleague", "centre", "headquarters");
        assertThat(support.at("/0/handed_up").asBoolean()).isTrue();
        assertThat(support.at("/0/warned_at").asText())
                .isLessThan(support.at("/0/breached_at").asText());
        assertThat(support.at("/0/breached_at")).isEqualTo(asked.get("due_at"));
        assertThat(support.at("/2/breached_at").isNull()).isFalse();
        assertThat(alarms(ticket, "support")).contains("warning", "breach");
        int before = alarms(ticket, "support").size();
        pass(Duration.ofDays(30));
        assertThat(alarms(ticket, "support")).hasSize(before);
        ticket.does("support/answer", "{'answer': 'press both keys'}");
        assertThat(alarms(ticket, "support")).isEmpty();
    }

    @Test
    void answerInTimeEndsTheClock() {
        TicketWork ticket = triaged("motor");
        ticket.does("support/answer", "{'answer': 'mind the belt'}");
        pass(Duration.ofDays(30));
        assertThat(ticket.read().get("support")).hasSize(1);
        assertThat(ticket.read().at("/support/0/breached_at").isNull()).isTrue();
    }

    @Test
    void faultThatWasBadlyRepairedTwiceGoesUpUntilSomebodyAnswers() {
        triaged("heater").does("support/answer", "{'answer': 'swap it'}");
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofHours(1));
            TicketWork bad = triaged("heater");
            assertThat(bad.read().get("support")).isEmpty();
            bad.visit().untilAccepted("heater", "WM-HE-3020").steps("{'to': 'reopened', 'reason': 'cold again'}");
        }
        pass(Duration.ofHours(1));
        TicketWork asking = triaged("heater");
        assertThat(asking.read().at("/support/0/question").asText()).contains("badly repaired 2 times");
        pass(Duration.ofHours(1));
        asking.does("support/answer", "{'answer': 'change the sensor as well'}");
        assertThat(triaged("heater").read().get("support")).isEmpty();
    }

    @Test
    void guidanceThatNobodyChecksBackRaisesAnAlarmAfterTwoHours() {
        TicketWork ticket = repair().steps("{'to': 'triaged', 'way': 'remote'}");
        ticket.does("guidance", "{'words': 'restart'}");
        pass(Duration.ofMinutes(119));
        assertThat(alarms(ticket, "check_back")).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(alarms(ticket, "check_back")).containsExactly("check_back");
        ticket.does("check-back", "{'solved': false}");
        pass(Duration.ofMinutes(1));
        assertThat(alarms(ticket, "check_back")).isEmpty();
    }

    @Test
    void articlesAreFoundEditedUsedAndReplaced() {
        TicketWork first = triaged("door_lock");
        first.does("support/answer", "{'answer': 'press the latch gently 门锁', 'title': 'Freeing the latch'}");
        JsonNode found =
                http.get("/api/v1/knowledge?q=latch+gent&component=door_lock").json();
        assertThat(found.at("/articles/0/from_ticket").asText()).isEqualTo(first.number);
        String path = "/api/v1/knowledge/" + found.at("/articles/0/id").asText();
        assertThat(http.get("/api/v1/knowledge?q=%E9%97%A8%E9%94%81").json().get("articles"))
                .hasSize(1);
        assertThat(http.get("/api/v1/knowledge?model=none").status()).isEqualTo(400);

        String edit = TicketWork.json("{'version': 1, 'words': 'press the latch twice'}");
        JsonNode edited = http.write("PATCH", path, edit, List.of()).json();
        assertThat(edited.get("version").asInt()).isEqualTo(2);
        assertThat(edited.get("versions").findValuesAsText("words"))
                .containsExactly("press the latch twice", "press the latch gently 门锁");
        assertThat(http.write("PATCH", path, edit, List.of()).status()).isEqualTo(409);
        assertThat(http.write("PATCH", path, TicketWork.json("{'version': 2, 'component': 'wing'}"), List.of())
                        .status())
                .isEqualTo(400);

        TicketWork second = triaged("door_lock");
        JsonNode used = http.post(
                        path + "/use", TicketWork.json("{'ticket': '" + second.number + "', 'helpful': true}"))
                .json();
        assertThat(used.get("used").asInt()).isEqualTo(1);
        http.post(path + "/use", TicketWork.json("{'ticket': '" + second.number + "', 'helpful': false}"));
        JsonNode shown = http.get(second.path() + "/triage").json().at("/knowledge/0");
        assertThat(shown.get("words").asText()).isEqualTo("press the latch twice");
        assertThat(shown.get("used").asInt()).isEqualTo(1);
        assertThat(shown.get("helpful").asInt()).isZero();

        TicketWork other = triaged("drive_belt");
        long by = other.tries("support/answer", "{'answer': 'see the new manual'}")
                .json()
                .at("/result/article")
                .asLong();
        String retire = TicketWork.json("{'reason': 'a new manual', 'replaced_by': " + by + "}");
        assertThat(http.post(path + "/retire", TicketWork.json("{'reason': 'x', 'replaced_by': 999999}"))
                        .status())
                .isEqualTo(404);
        assertThat(http.post(path + "/retire", retire).json().get("replaced_by").asLong())
                .isEqualTo(by);
        assertThat(http.post(path + "/retire", retire).status()).isEqualTo(409);
        assertThat(http.get(second.path() + "/triage").json().get("knowledge")).isEmpty();
        assertThat(http.get("/api/v1/knowledge?component=door_lock").json().get("articles"))
                .isEmpty();
        assertThat(http.get("/api/v1/knowledge?component=door_lock&state=all")
                        .json()
                        .get("articles"))
                .hasSize(1);
    }
}
