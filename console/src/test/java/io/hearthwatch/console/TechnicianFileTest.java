package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A technician's file says what was done and what is thought of it, to those whom it concerns. */
class TechnicianFileTest {
    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String entered(String id, String grade) {
        assertThat(http.post(
                                "/api/v1/technicians",
                                "{\"id\":\"" + id + "\",\"name\":\"Zhao\",\"centre\":\"MUC\",\"grade\":\"" + grade
                                        + "\",\"skills\":{\"*\":[\"*\"]}}")
                        .status())
                .isEqualTo(201);
        return "/api/v1/technicians/" + id;
    }

    private TicketWork ticket(String appliance) {
        return TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                                + house.washer(appliance) + "'}")
                .answered();
    }

    private static String marks(String period, int attitude, String more) {
        return "{\"period\":\"" + period + "\",\"attitude\":" + attitude
                + ",\"skill\":70,\"efficiency\":80,\"satisfaction\":90" + more + "}";
    }

    private JsonNode file(String path) {
        Http.Answer answer = http.get(path + "/file");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void workAndRatingsAreOfWhoCameByMonth() {
        TicketWork once = ticket("L-1");
        String path = entered(once.technician, "qualified");
        assertThat(file(path).get("months")).isEmpty();
        once.untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201");
        http.post(
                once.path() + "/survey",
                "{\"channel\":\"phone\",\"attitude\":5,\"efficiency\":4,\"quality\":3,\"product\":3,\"solved\":true}");
        once.untilClosed();
        JsonNode file = file(path);
        assertThat(file.get("months")).hasSize(1);
        JsonNode month = file.at("/months/0");
        assertThat(month.get("month").asText()).isEqualTo("2026-11");
        assertThat(List.of(
                        month.get("visits").asInt(),
                        month.get("agreed_visits").asInt(),
                        month.get("finished").asInt(),
                        month.get("begun_repairs").asInt(),
                        month.get("first_time_fixed").asInt(),
                        month.get("repaired").asInt(),
                        month.get("repeat_repairs").asInt()))
                .containsExactly(1, 1, 1, 1, 1, 1, 0);
        List<String> ratings = new ArrayList<>();
        file.get("ratings")
                .forEach(each -> ratings.add(each.get("source").asText() + " "
                        + each.get("dimension").asText() + " "
                        + each.get("average").asDouble() + " "
                        + each.get("count").asInt()));
        assertThat(ratings).contains("survey attitude 5.0 1", "survey efficiency 4.0 1", "survey quality 3.0 1");
        // It comes back: no first-time fix any more, and a repeat.
        once.steps("{'to': 'reopened', 'reason': 'it leaks again'}");
        month = file(path).at("/months/0");
        assertThat(month.get("first_time_fixed").asInt()).isZero();
        assertThat(month.get("repeat_repairs").asInt()).isEqualTo(1);
        assertThat(month.get("finished").asInt()).isEqualTo(1);
        assertThat(file(entered("other", "junior")).get("months")).isEmpty();
    }

    @Test
    void aFailedExamMakesTheTopicDueUntilALaterOneIsPassed() {
        String path = entered("t-8", "junior");
        train(path, "safety", "2026-11-01", "\"score\":59,\"plan\":\"gas once more\"");
        train(path, "refrigerants", "2026-11-02", "\"score\":90");
        JsonNode file = file(path);
        assertThat(file.get("trainings")).hasSize(2);
        assertThat(file.get("training_due")).hasSize(1);
        assertThat(file.at("/training_due/0/topic").asText()).isEqualTo("safety");
        assertThat(file.at("/training_due/0/failed_on").asText()).isEqualTo("2026-11-01");
        // Attended without an exam, and an earlier passed one entered late: it stays due.
        train(path, "safety", "2026-11-05", "\"plan\":\"exam on Friday\"");
        train(path, "safety", "2025-11-05", "\"score\":80");
        assertThat(file(path).get("training_due")).hasSize(1);
        train(path, "Safety", "2026-11-08", "\"score\":60");
        assertThat(file(path).get("training_due")).isEmpty();
    }

    private void train(String path, String topic, String day, String more) {
        assertThat(http.post(
                                path + "/trainings",
                                "{\"topic\":\"" + topic + "\",\"mode\":\"classroom\",\"held_on\":\"" + day + "\","
                                        + more + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPeriodIsAppraisedOnceAndCorrectedAsANewVersion() {
        String path = entered("t-8", "junior") + "/appraisals";
        assertThat(http.post(path, marks("2026-Q3", 80, "")).status()).isEqualTo(200);
        Http.Answer again = http.post(path, marks("2026-Q3", 85, ""));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).contains("in version 1");
        JsonNode file = http.post(path, marks("2026-Q3", 85, ",\"corrects\":1,\"remarks\":\"a call was not counted\""))
                .json();
        assertThat(file.get("appraisals")).hasSize(2);
        assertThat(file.at("/appraisals/0/attitude").asInt()).isEqualTo(85);
        assertThat(file.at("/appraisals/0/current").asBoolean()).isTrue();
        assertThat(file.at("/appraisals/1/current").asBoolean()).isFalse();
        assertThat(http.post(path, marks("2026-Q3", 86, ",\"corrects\":1")).status())
                .isEqualTo(409);
        assertThat(http.post(path, marks("2026-Q2", 86, ",\"corrects\":1")).status())
                .isEqualTo(409);
        for (String wrong : List.of(
                marks("2026-Q5", 1, ""),
                marks("last year", 1, ""),
                marks("2027", 1, ""),
                marks("2026-12", 1, ""),
                marks("2026", 101, ""),
                marks("2026", -1, ""),
                "{\"period\":\"2026\"}")) {
            assertThat(http.post(path, wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(http.post("/api/v1/technicians/nobody/appraisals", marks("2026", 1, ""))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void oneOfManyCorrectionsAtOnceCounts() throws Exception {
        String path = entered("t-8", "junior") + "/appraisals";
        http.post(path, marks("2026", 50, ""));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String body = marks("2026", 60 + i, ",\"corrects\":1");
                all.add(() -> http.post(path, body).status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(all)) {
                statuses.add(each.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whoRisesIsAModelAndHasPassedAnExam() {
        String path = entered("t-8", "junior");
        String rise = "{\"grade\":\"qualified\",\"exam_score\":84,\"reason\":\"exam of October\"}";
        assertThat(http.post(path + "/grade", rise).detail()).contains("only a model may rise");
        http.post(path + "/points", "{\"points\":10,\"reason\":\"improvement\",\"remarks\":\"a better tool\"}");
        assertThat(http.post(path + "/grade", "{\"grade\":\"qualified\",\"exam_score\":59.9,\"reason\":\"x\"}")
                        .status())
                .isEqualTo(409);
        assertThat(http.post(path + "/grade", "{\"grade\":\"senior\",\"exam_score\":99,\"reason\":\"x\"}")
                        .detail())
                .contains("one grade at a time");
        assertThat(http.post(path + "/grade", "{\"grade\":\"master\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.post(path + "/grade", "{\"grade\":\"qualified\",\"exam_score\":84}")
                        .status())
                .isEqualTo(400);
        JsonNode risen = http.post(path + "/grade", rise).json();
        assertThat(risen.get("grade").asText()).isEqualTo("qualified");
        assertThat(http.post(path + "/grade", rise).status()).isEqualTo(409);
        // A correction of the register is in the history too.
        assertThat(http.write(
                                "PATCH",
                                path,
                                "{\"grade\":\"intermediate\"}",
                                List.of("If-Match", http.get(path).etag()))
                        .status())
                .isEqualTo(200);
        JsonNode last = http.post(path + "/grade", "{\"grade\":\"junior\",\"reason\":\"entered for another\"}")
                .json();
        assertThat(last.get("grades").findValuesAsText("grade"))
                .containsExactly("junior", "intermediate", "qualified", "junior");
        assertThat(last.at("/grades/0/before").asText()).isEqualTo("intermediate");
        assertThat(http.get(path).json().get("grade").asText()).isEqualTo("junior");
    }

    @Test
    void onlyThoseWhomItConcernsReadAFile() {
        String path = entered("t-8", "junior");
        entered("t-9", "junior");
        People people = house.desk.organisation().people();
        people.add(new Person("chief", "Chief", Role.STATION_CHIEF, null, "MUC", null, true));
        people.add(new Person("mate", "Mate", Role.TECHNICIAN, null, "MUC", "t-9", true));
        people.add(new Person("self", "Self", Role.TECHNICIAN, null, "MUC", "t-8", true));
        people.add(new Person("sender", "Sender", Role.DISPATCHER, null, "MUC", null, true));
        assertThat(status(people, "chief", path)).isEqualTo(200);
        assertThat(status(people, "self", path)).isEqualTo(200);
        assertThat(status(people, "mate", path)).isEqualTo(404);
        assertThat(status(people, "sender", path)).isEqualTo(403);
        List<String> self = List.of("Authorization", "Bearer " + people.token("self", "more", null));
        assertThat(http.write("POST", path + "/appraisals", marks("2026", 100, ""), self)
                        .status())
                .isEqualTo(403);
        assertThat(http.write("POST", path + "/grade", "{\"grade\":\"senior\",\"reason\":\"x\"}", self)
                        .status())
                .isEqualTo(403);
    }

    private int status(People people, String person, String path) {
        return http.write(
                        "GET",
                        path + "/file",
                        "",
                        List.of("Authorization", "Bearer " + people.token(person, "test", null)))
                .status();
    }
}
