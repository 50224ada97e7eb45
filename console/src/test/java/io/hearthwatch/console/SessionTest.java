package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in with a browser: a cookie stands for the token, for exactly as long and as far as the token is good. */
class SessionTest {
    private static final String SESSION = "/api/v1/session";
    private static final String ME = "/api/v1/me";

    private static SampleHouse house;
    private static Http http;
    private static People people;
    private String token;

    @BeforeAll
    static void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        people = house.desk.organisation().people();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void register() {
        people.add(new Person("zhao", "Zhao Lei", Role.STATION_CHIEF, null, "MUC", null, true));
        token = people.token("zhao", "browser", Duration.ofDays(2));
    }

    private HttpRequest.Builder request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private HttpResponse<String> signIn(String with, String... headers) {
        return http.raw(request("POST", SESSION, "{\"token\":\"" + with + "\"}", headers));
    }

    private static String setCookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElse("");
    }

    /** As the browser sends it back. */
    private String signedIn() {
        return setCookie(signIn(token)).split(";", 2)[0];
    }

    private Http.Answer ask(String cookie, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, body, headers);
        return http.send(method, path, request.header("Cookie", cookie));
    }

    private int status(String cookie) {
        return ask(cookie, "GET", ME, null).status();
    }

    @Test
    void signingInLeavesACookieThatNoScriptAndNoOtherSiteGets() {
        HttpResponse<String> answer = signIn("  " + token + "  ");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("Zhao Lei", "station_chief", "慕尼黑服务网点", "\"sets_policy\":false")
                .doesNotContain(token, "hws_");
        assertThat(setCookie(answer))
                .startsWith("hearthwatch_session_" + URI.create(house.url()).getPort() + "=hws_")
                .contains("HTTPOnly", "SameSite=Strict", "Path=/api/v1")
                .doesNotContain("Secure", "Max-Age", "Expires", token);
        // Whatever ends the encryption before this server, the browser says that it came by https.
        assertThat(setCookie(signIn(token, "Origin", house.url().replace("http:", "https:"))))
                .contains("Secure");
        Http.Answer me = ask(signedIn(), "GET", ME, null);
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().at("/person/id").asText()).isEqualTo("zhao");
        assertThat(me.json().at("/place/en").asText()).isEqualTo("Munich service centre");
    }

    @Test
    void wrongTokenIsRefusedWithWordsThatHelp() {
        for (String wrong : List.of("hwp_wrong", "x".repeat(300))) {
            Http.Answer answer = http.post(SESSION, "{\"token\":\"" + wrong + "\"}");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.detail()).contains("not known, has expired, or was revoked");
            assertThat(answer.json().get("try").asText()).contains("hearthwatch person token");
            assertThat(answer.json().toString()).doesNotContain(wrong);
        }
        assertThat(http.post(SESSION, "{}").status()).isEqualTo(400);
        // A session's own secret is no token, and a token no session.
        String cookie = signedIn();
        String[] both = cookie.split("=", 2);
        assertThat(signIn(both[1]).statusCode()).isEqualTo(401);
        assertThat(status(both[0] + "=" + token)).isEqualTo(401);
        assertThat(http.send("GET", ME, request("GET", ME, null, "Authorization", "Bearer " + both[1]))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void sessionEndsWithItsTokenItsPersonAndItsTime() {
        String cookie = signedIn();
        people.setActive("zhao", false);
        assertThat(status(cookie)).isEqualTo(401);
        people.setActive("zhao", true);
        assertThat(status(cookie)).isEqualTo(200);
        house.clock.advance(house.clock.instant().plus(Duration.ofDays(2)));
        Http.Answer expired = ask(cookie, "GET", "/api/v1/tickets", null);
        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.json().get("try").asText()).isEqualTo("sign in again");

        token = people.token("zhao", "for good", null);
        cookie = signedIn();
        people.revoke("zhao");
        assertThat(status(cookie)).isEqualTo(401);
        token = people.token("zhao", "for good", null);
        assertThat(status(cookie)).as("a new token does not bring it back").isEqualTo(401);

        cookie = signedIn();
        house.clock.advance(house.clock.instant().plus(Duration.ofDays(7)).minusSeconds(1));
        assertThat(status(cookie)).isEqualTo(200);
        house.clock.advance(house.clock.instant().plusSeconds(1));
        assertThat(status(cookie)).isEqualTo(401);
    }

    @Test
    void signingOutEndsTheSessionOnTheServerToo() {
        String cookie = signedIn();
        String other = signedIn();
        HttpResponse<String> out = http.raw(request("DELETE", SESSION, null, "Cookie", cookie, "Origin", house.url()));
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(setCookie(out)).contains("Max-Age=0", "HTTPOnly", "Path=/api/v1");
        assertThat(status(cookie)).isEqualTo(401);
        assertThat(status(other)).as("another browser stays").isEqualTo(200);
        assertThat(http.send("GET", ME, request("GET", ME, null, "Authorization", "Bearer " + token))
                        .status())
                .isEqualTo(200);
        // Once more does no harm, and signing in anew ends what the browser had before.
        assertThat(http.send("DELETE", SESSION, request("DELETE", SESSION, null))
                        .status())
                .isEqualTo(200);
        assertThat(signIn(token, "Cookie", other).statusCode()).isEqualTo(200);
        assertThat(status(other)).isEqualTo(401);
    }

    @Test
    void noPageOfAnotherOriginWritesWithIt() {
        String cookie = signedIn();
        String path = "/api/v1/policy/capacity";
        String body = "{\"centre\":\"MUC\",\"tickets_per_day\":3}";
        for (String[] forged : new String[][] {
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            // Another server of the same machine is the same site, and gets the cookie sent.
            {"Origin", "http://127.0.0.1:1"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", house.url(), "Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "none"},
            {"X-Nothing", "said"},
        }) {
            assertThat(ask(cookie, "POST", path, body, forged).status())
                    .as(String.join(" ", forged))
                    .isEqualTo(403);
        }
        for (String[] own : new String[][] {
            {"Origin", house.url()},
            {"Sec-Fetch-Site", "same-origin"},
            {"Origin", house.url(), "Sec-Fetch-Site", "same-origin"},
        }) {
            assertThat(ask(cookie, "POST", path, body, own).status())
                    .as(String.join(" ", own))
                    .isEqualTo(200);
        }
        // A form cannot say what a write must say, and nobody is signed in by another's page.
        assertThat(http.raw(HttpRequest.newBuilder(URI.create(house.url() + SESSION))
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(signIn(token, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        // A program with a token says nothing of a page.
        assertThat(http.send(
                                "POST",
                                path,
                                request("POST", path, body, "Authorization", "Bearer " + token, "Cookie", cookie))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void liveChangesAndFilesComeWithTheCookie() throws Exception {
        String cookie = signedIn();
        HttpClient client = HttpClient.newHttpClient();
        for (String sent : List.of(cookie, "none=none")) {
            HttpResponse<java.io.InputStream> stream = client.send(
                    HttpRequest.newBuilder(URI.create(house.url() + "/api/v1/events"))
                            .header("Cookie", sent)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(sent.equals(cookie) ? 200 : 401);
            stream.body().close();
        }
        String csv = "/api/v1/indicators/response_time/csv?by=centre";
        assertThat(http.raw(request("GET", csv, null, "Cookie", cookie)).statusCode())
                .isEqualTo(200);
        assertThat(http.raw(request("GET", csv, null)).statusCode()).isEqualTo(401);
    }

    @Test
    void browserThatIsToShowAFileIsLedToSignIn() {
        String path = "/api/v1/indicators/response_time/csv?by=centre";
        HttpResponse<String> led = http.raw(request("GET", path, null, "Accept", "text/html,*/*;q=0.8"));
        assertThat(led.statusCode()).isEqualTo(302);
        assertThat(led.headers().firstValue("location"))
                .contains("/?to=%2Fapi%2Fv1%2Findicators%2Fresponse_time%2Fcsv%3Fby%3Dcentre");
        assertThat(http.raw(request("GET", path, null, "Accept", "*/*")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void oneTokenHasTwentyBrowsersAtMost() {
        String first = signedIn();
        Set<String> later = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            house.clock.advance(house.clock.instant().plusSeconds(1));
            later.add(signedIn());
        }
        assertThat(status(first)).isEqualTo(401);
        assertThat(later)
                .hasSize(20)
                .allSatisfy(each -> assertThat(status(each)).isEqualTo(200));
    }

    @Test
    void whereNobodyIsRegisteredNobodySignsIn() {
        try (SampleHouse open = SampleHouse.empty(0)) {
            Http anybody = new Http(open.url());
            assertThat(anybody.get(ME).json().get("person").isNull()).isTrue();
            assertThat(anybody.get(ME).json().get("pages")).hasSize(5);
            assertThat(anybody.post(SESSION, "{\"token\":\"hwp_x\"}").status()).isEqualTo(409);
            // A cookie that is left over from before does not matter.
            String stale = "hearthwatch_session_" + URI.create(open.url()).getPort() + "=hws_stale";
            assertThat(anybody.write(
                                    "POST",
                                    "/api/v1/policy/capacity",
                                    "{\"centre\":\"none\",\"tickets_per_day\":3,\"who\":\"x\"}",
                                    List.of("Cookie", stale))
                            .status())
                    .isNotIn(401, 403);
        }
    }
}
