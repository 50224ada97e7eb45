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

/** Settings of the whole service, and a service centre's phone number, changed through the API instead of in the database. */
class SettingsApiTest {
    private static final String SETTINGS = "/api/v1/settings";

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

    private Http.Answer change(String name, String etag, String values) {
        return http.write(
                "PATCH",
                SETTINGS + "/" + name,
                "{\"who\":\"Wang\",\"values\":" + values + "}",
                List.of("If-Match", etag));
    }

    private Http.Answer read(String path, List<String> headers) {
        return http.write("GET", path, "", headers);
    }

    private String etag(String name) {
        return http.get(SETTINGS + "/" + name).etag();
    }

    @Test
    void everyGroupIsListedWithWhatItsNumbersMean() {
        JsonNode all = http.get(SETTINGS).json().get("settings");
        assertThat(all.findValuesAsText("name")).containsExactly("retention", "support", "assignment");
        assertThat(all.at("/1/values/headquarters_minutes").asInt()).isEqualTo(960);
        assertThat(all.at("/1/values/colleague_warn_minutes").asInt()).isEqualTo(60);
        assertThat(all.at("/2/values/reach_km").asDouble()).isEqualTo(50);
        assertThat(all.at("/2/about/reach_km/label/zh").asText()).isNotEmpty();
        assertThat(all.at("/0/about/words/unit").asText()).isEqualTo("months");
        assertThat(http.get(SETTINGS + "/colours").status()).isEqualTo(404);
        assertThat(http.get(SETTINGS + "/colours").json().toString()).contains("retention");
    }

    @Test
    void aChangeHoldsForWhatGoesByItAndIsOnRecord() {
        String before = etag("retention");
        Http.Answer changed = change("retention", before, "{\"words\":6,\"looks\":30}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.etag()).isNotEqualTo(before);
        assertThat(changed.json().at("/values/words").asInt()).isEqualTo(6);
        assertThat(changed.json().get("changed_by").asText()).isEqualTo("api Wang");
        assertThat(house.desk.customers().retention().due(house.clock.instant()).toString())
                .contains("kind=words, months=6", "kind=looks, months=30", "kind=answers, months=24");
        JsonNode newest = http.get(SETTINGS + "/retention/changes").json().at("/changes/0");
        assertThat(newest.get("who").asText()).isEqualTo("api Wang");
        assertThat(newest.at("/detail/words/from").asInt()).isEqualTo(24);
        assertThat(newest.at("/detail/words/to").asInt()).isEqualTo(6);
        // What is as it was makes no version.
        assertThat(change("retention", changed.etag(), "{\"words\":6}").etag()).isEqualTo(changed.etag());
    }

    @Test
    void whoeverReadAnOlderVersionChangesNothing() {
        String before = etag("assignment");
        assertThat(change("assignment", before, "{\"reach_km\":80.5,\"jobs_a_day\":4}")
                        .status())
                .isEqualTo(200);
        Http.Answer late = change("assignment", before, "{\"reach_km\":20}");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().get("version").asInt()).isGreaterThan(1);
        assertThat(http.get(SETTINGS + "/assignment")
                        .json()
                        .at("/values/reach_km")
                        .asDouble())
                .isEqualTo(80.5);
        assertThat(http.write("PATCH", SETTINGS + "/assignment", "{\"values\":{\"reach_km\":20}}", List.of())
                        .status())
                .isEqualTo(428);
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThat(change("retention", etag("retention"), "{\"dreams\":3}").detail())
                .contains("'dreams' is no setting of retention");
        assertThat(change("retention", etag("retention"), "{\"reports\":0}").detail())
                .contains("whole number of months from 1 to 600");
        assertThat(change("retention", etag("retention"), "{\"reports\":1.5}").status())
                .isEqualTo(400);
        assertThat(change("retention", etag("retention"), "{\"reports\":\"12\"}")
                        .status())
                .isEqualTo(400);
        assertThat(change("assignment", etag("assignment"), "{}").status()).isEqualTo(400);
        Http.Answer warned = change("support", etag("support"), "{\"centre_minutes\":100}");
        assertThat(warned.status()).isEqualTo(400);
        assertThat(warned.detail()).contains("120 minutes before the end");
        assertThat(change("support", etag("support"), "{\"centre_minutes\":100,\"centre_warn_minutes\":30}")
                        .json()
                        .at("/values/centre_warn_minutes")
                        .asInt())
                .isEqualTo(30);
    }

    @Test
    void headquartersChangeThemAndOthersReadThem() {
        People people = house.desk.organisation().people();
        people.add(new Person("chief", "Chief", Role.STATION_CHIEF, null, "MUC", null, true));
        people.add(new Person("boss", "Boss", Role.HEADQUARTERS, null, null, null, true));
        List<String> chief = List.of("Authorization", "Bearer " + people.token("chief", "test", null));
        List<String> boss = new ArrayList<>(List.of("Authorization", "Bearer " + people.token("boss", "test", null)));
        assertThat(read(SETTINGS, chief).status()).isEqualTo(200);
        assertThat(read(SETTINGS + "/support/changes", chief).status()).isEqualTo(403);
        assertThat(http.write("PATCH", SETTINGS + "/support", "{\"values\":{\"bad_rating\":1}}", chief)
                        .status())
                .isEqualTo(403);
        boss.addAll(List.of("If-Match", read(SETTINGS + "/support", boss).etag()));
        Http.Answer changed = http.write("PATCH", SETTINGS + "/support", "{\"values\":{\"bad_rating\":1}}", boss);
        assertThat(changed.json().get("changed_by").asText()).contains("boss");
    }

    @Test
    void ofManyAtOnceWithTheSameVersionOneIsHeard() throws Exception {
        String before = etag("support");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String days = Integer.toString(100 + i);
                all.add(() -> change("support", before, "{\"within_days\":" + days + "}")
                        .status());
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(all)) {
                answers.add(each.get());
            }
            assertThat(answers).containsOnly(200, 412).containsOnlyOnce(200);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aServiceCentresPhoneNumberIsSetShownAndTakenAway() {
        String path = "/api/v1/centres/MUC";
        Http.Answer read = http.get(path);
        Http.Answer set = http.write("PATCH", path, "{\"phone\":\"+49 89 5550100\"}", List.of("If-Match", read.etag()));
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().get("phone").asText()).isEqualTo("+49 89 5550100");
        assertThat(http.get(path).json().get("phone").asText()).isEqualTo("+49 89 5550100");
        Http.Answer other = http.write("PATCH", path, "{\"kind\":\"repair_shop\"}", List.of("If-Match", set.etag()));
        assertThat(other.json().get("phone").asText()).isEqualTo("+49 89 5550100");
        assertThat(http.write("PATCH", path, "{\"phone\":\"call me\"}", List.of("If-Match", other.etag()))
                        .detail())
                .contains("phone");
        assertThat(http.write("PATCH", path, "{\"phone\":null}", List.of("If-Match", other.etag()))
                        .json()
                        .get("phone")
                        .isNull())
                .isTrue();
        assertThat(http.get(path + "/changes")
                        .json()
                        .at("/changes/0/detail/phone/from")
                        .asText())
                .isEqualTo("+49 89 5550100");
    }
}
