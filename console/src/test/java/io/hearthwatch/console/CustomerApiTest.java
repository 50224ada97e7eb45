package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a customer does through the link, and everything that is refused on the way. */
class CustomerApiTest {
    private static SampleHouse house;
    private static Http http;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        house.desk.load(Files.writeString(directory.resolve("technicians.yaml"), """
                technicians:
                  t-1: {name: Mia Berg, centre: MUC, skills: {washing_machine: [hardware]},
                        hours: {mon-fri: ["09:00-10:00", "13:00-14:00"]}}
                """));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String link(String ticket) {
        return link(http, ticket);
    }

    private static String link(Http http, String ticket) {
        JsonNode link = http.post("/api/v1/tickets/" + ticket + "/link", "{}").json();
        assertThat(link.get("url").asText()).endsWith(link.get("token").asText());
        return "/api/v1/customer/" + link.get("token").asText();
    }

    @Test
    void aCustomerBooksMovesAndCancelsWithoutAnAccount() {
        String link = link("HW-000001");
        JsonNode view = http.get(link).json();
        assertThat(view.get("may").toString()).isEqualTo("[\"book\",\"cancel\"]");
        assertThat(view.toString()).doesNotContain("Lange Stra").doesNotContain("1234567");
        JsonNode slots = http.get(link + "/slots").json().get("slots");
        String first = slots.get(0).get("from").asText();

        Http.Answer incomplete = http.post(link + "/book", "{\"from\":\"" + first + "\"}");
        assertThat(incomplete.status()).isEqualTo(409);
        assertThat(incomplete.detail())
                .startsWith("Before we come we need to know: ")
                .contains("where you bought it");
        assertThat(incomplete.json().at("/words/zh").asText())
                .contains("上门之前，请告诉我们")
                .contains("购买渠道");
        assertThat(incomplete.json().toString()).doesNotContain("PATCH", "ticket");
        assertThat(http.post(link + "/book", "{\"from\":\"2026-11-24T03:00:00Z\"}")
                        .detail())
                .contains("not free any more");
        assertThat(http.post(link + "/move", "{\"from\":\"" + first + "\"}").status())
                .isEqualTo(409);
        JsonNode booked = http.post(
                        link + "/book",
                        "{\"from\":\"" + first
                                + "\",\"answers\":{\"symptom\":\"drains slowly\",\"began\":\"2026-11-19\","
                                + "\"environment\":\"kitchen\",\"wish\":\"soon\",\"serial\":\"S1\",\"model\":\"WM-8014\","
                                + "\"production_date\":\"2021-08-16\",\"purchase_date\":\"2021-10-02\",\"purchase_channel\":\"shop\"}}")
                .json();
        assertThat(booked.get("state").asText()).isEqualTo("scheduled");
        assertThat(booked.at("/state_name/zh").asText()).isEqualTo("已预约");

        String other = link("HW-000003");
        Http.Answer taken = http.post(other + "/book", "{\"from\":\"" + first + "\"}");
        assertThat(taken.status())
                .as("one technician, and an hour in which one visit fits")
                .isEqualTo(409);
        assertThat(taken.detail()).contains("not free any more");

        String second = slots.get(4).get("from").asText();
        assertThat(http.post(link + "/move", "{\"from\":\"" + second + "\"}")
                        .json()
                        .get("window_from")
                        .asText())
                .isEqualTo(second);
        assertThat(http.post(link + "/rate", rating(5)).status()).isEqualTo(409);
        assertThat(http.post(link + "/rate", "{\"attitude\":9}").status()).isEqualTo(400);
        assertThat(http.post(link + "/cancel", "{}").json().get("state").asText())
                .isEqualTo("cancelled");
        assertThat(http.post(link + "/cancel", "{}").status()).isEqualTo(409);
    }

    @Test
    void theLinkOpensAPageThatNobodyKeepsAndOldLinksLeadToItInABrowser() {
        JsonNode made = http.post("/api/v1/tickets/5/link", "{}").json();
        String page = "/c/" + made.get("token").asText();
        assertThat(made.get("url").asText()).endsWith(page);
        HttpResponse<String> opened = http.raw(page);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).contains("/js/customer.js").doesNotContain("HW-0");
        assertThat(opened.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(opened.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(opened.headers().firstValue("ETag")).isEmpty();
        String old = "/api/v1/customer/" + made.get("token").asText();
        assertThat(http.raw(old).headers().firstValue("Content-Type")).contains("application/json");
        HttpResponse<String> led =
                http.raw(HttpRequest.newBuilder(URI.create(house.url() + old)).header("Accept", "text/html,*/*;q=0.8"));
        assertThat(led.statusCode()).isEqualTo(303);
        assertThat(led.headers().firstValue("Location")).contains(page);
        assertThat(Failures.logged(page)).isEqualTo("/c/…");
    }

    @Test
    void whatReachesCustomersIsInTheirWords() {
        for (String path : new String[] {"", "/slots"}) {
            Http.Answer wrong = http.get("/api/v1/customer/nonsense" + path);
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.detail()).isEqualTo("This link is not valid.");
            assertThat(wrong.json().at("/words/zh").asText()).startsWith("此链接无效。");
        }
        String link = link("HW-000001");
        http.post(link + "/cancel", "{}");
        for (String deed : new String[] {"book", "move", "cancel", "rate"}) {
            String body = deed.equals("cancel")
                    ? "{}"
                    : deed.equals("rate") ? rating(5) : "{\"from\":\"2026-11-24T09:00:00Z\"}";
            Http.Answer refused = http.post(link + "/" + deed, body);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().toString())
                    .contains("call your service centre", "请致电服务网点")
                    .doesNotContainIgnoringCase("ticket")
                    .doesNotContain("If-Match", "/api/");
        }
        Http.Answer rated = http.post(link + "/rate", "{\"solved\":true,\"attitude\":9}");
        assertThat(rated.detail()).as("in their language").isEqualTo("以下内容有缺漏或错误：服务态度评分。");
        assertThat(rated.json().at("/words/en").asText()).contains("the mark for friendliness");
        assertThat(rated.json().at("/fields/0/field").asText()).isEqualTo("attitude");
        Http.Answer when = http.post(link + "/book", "{\"from\":\"tomorrow\"}");
        assertThat(when.json().at("/words/zh").asText()).contains("上门时间");
        assertThat(when.json().at("/fields/0/field").asText()).isEqualTo("from");
        assertThat(http.post(link + "/book", "[]").json().at("/words/en").asText())
                .startsWith("Something in what you entered is missing or not right.");
    }

    private static String rating(int mark) {
        return "{\"attitude\":5,\"efficiency\":5,\"quality\":" + mark + ",\"product\":4,\"solved\":true}";
    }

    @Test
    void aTokenThatIsNotOursOrHasExpiredOpensNothing() {
        String link = link("2");
        assertThat(http.get(link.substring(0, link.length() - 3) + "abc").status())
                .isEqualTo(403);
        assertThat(http.get("/api/v1/customer/nonsense").status()).isEqualTo(403);
        assertThat(http.post("/api/v1/customer/nonsense/cancel", "{}").status()).isEqualTo(403);
        String now = SampleHouse.NOW.plus(Duration.ofDays(31)).toString();
        http.put("/api/v1/clock", "{\"now\":\"" + now + "\"}");
        Http.Answer gone = http.get(link);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().get("try").asText()).contains("new one");
    }

    @Test
    void preferencesAreKeptWithConsentAndOnTheWayNeedsAConfirmedVisit() {
        String path = "/api/v1/households/H1/preferences";
        assertThat(http.get(path).json().get("consent").asBoolean()).isFalse();
        JsonNode kept = http.put(
                        path,
                        "{\"channel\":\"email\",\"email\":\"ada@example.org\",\"consent\":true,\"how\":\"phone\",\"language\":\"zh\"}")
                .json();
        assertThat(kept.get("language").asText()).isEqualTo("zh");
        assertThat(kept.get("quiet_hours").isNull()).isTrue();
        JsonNode quiet = http.put(
                        path,
                        "{\"channel\":\"none\",\"consent\":false,\"how\":\"phone\",\"quiet_hours\":\"21:00-08:00\",\"surveys\":false}")
                .json();
        assertThat(quiet.get("quiet_hours").asText()).isEqualTo("21:00-08:00");
        assertThat(quiet.get("surveys").asBoolean()).isFalse();
        Http.Answer wrong = http.put(
                path, "{\"channel\":\"none\",\"consent\":false,\"how\":\"phone\",\"quiet_hours\":\"at night\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().get("try").asText()).contains("21:00-08:00");
        assertThat(http.put(path, "{\"channel\":\"email\",\"consent\":true,\"how\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.put(path, "{\"channel\":\"pigeon\",\"consent\":true,\"how\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.get("/api/v1/households/none/preferences").status()).isEqualTo(404);
        assertThat(http.post("/api/v1/tickets/4/on-the-way", "{}").status()).isEqualTo(409);
        assertThat(http.get("/api/v1/tickets/4/messages").json().get("messages"))
                .isEmpty();
    }

    @Test
    void aCustomerChangesByTheLinkWhatTheyAgreedTo() {
        try (SampleHouse other = SampleHouse.furnished(0)) {
            changePreferences(new Http(other.url()));
        }
    }

    private static void changePreferences(Http http) {
        String path = link(http, "HW-000001") + "/preferences";
        http.put(
                "/api/v1/households/H1/preferences",
                "{\"channel\":\"email\",\"email\":\"ada@example.org\",\"consent\":true,\"how\":\"phone\"}");
        JsonNode kept = http.get(path).json();
        assertThat(kept.get("email").asText()).isEqualTo("a***@example.org");
        JsonNode next = http.put(
                        path,
                        "{\"channel\":\"email\",\"consent\":false,\"language\":\"zh\",\"quiet_hours\":\"22:00-07:00\"}")
                .json();
        assertThat(next.get("consent").asBoolean()).isFalse();
        assertThat(next.get("language").asText()).isEqualTo("zh");
        JsonNode asTheServiceSees =
                http.get("/api/v1/households/H1/preferences").json();
        assertThat(asTheServiceSees.get("email").asText()).isEqualTo("ada@example.org");
        assertThat(asTheServiceSees.get("how").asText()).contains("link");
        assertThat(http.get("/api/v1/tickets/HW-000001").json().toString()).contains("preferences_changed");
        Http.Answer wrong = http.put(path, "{\"channel\":\"email\",\"consent\":true,\"quiet_hours\":\"at night\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/words/zh").asText()).contains("请检查后重试");
        assertThat(http.put(path, "{\"channel\":\"email\"}").status()).isEqualTo(400);
        Http.Answer nobodys = http.get(link(http, "HW-000003") + "/preferences");
        assertThat(nobodys.status()).as("a ticket without a household").isEqualTo(409);
        assertThat(http.get("/api/v1/customer/nonsense/preferences").status()).isEqualTo(403);
    }

    @Test
    void theLinkTellsWhomToCallAndNoProbability() {
        JsonNode view = http.get(link("HW-000001")).json();
        assertThat(view.get("centre_phone").asText()).isEqualTo("+49 89 5550100");
        assertThat(view.get("centre_hours").toString())
                .contains("\"mon\":[\"08:00-18:00\"]")
                .doesNotContain("sat");
        assertThat(view.get("saw").toString()).contains("drain pump", "排水泵").doesNotContain("%", "likely", "概率");
        assertThat(http.get("/api/v1/centres/MUC").json().get("phone").asText()).isEqualTo("+49 89 5550100");
    }

    @Test
    void aLinkNeedsNoTokenWherePeopleAreRegistered() {
        try (SampleHouse other = SampleHouse.furnished(0)) {
            Http its = new Http(other.url());
            String link = "/api/v1/customer/"
                    + its.post("/api/v1/tickets/1/link", "{}")
                            .json()
                            .get("token")
                            .asText();
            other.desk
                    .organisation()
                    .people()
                    .add(new Person("boss", "Boss", Role.HEADQUARTERS, null, null, null, true));
            assertThat(its.get("/api/v1/tickets/1").status()).isEqualTo(401);
            assertThat(its.get(link).status()).isEqualTo(200);
        }
    }
}
