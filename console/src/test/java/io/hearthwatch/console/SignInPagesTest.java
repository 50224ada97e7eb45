package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in and out in a real browser, and what people of a role are shown. */
@ExtendWith(BrowserTest.NeedsChromium.class)
class SignInPagesTest {
    private static final String FORM = ".signin form";

    private static Chromium browser;
    private SampleHouse house;
    private People people;

    @BeforeAll
    static void start() {
        browser = Chromium.start(Chromium.find().orElseThrow());
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        people = house.desk.organisation().people();
        browser.size(1400, 900);
    }

    @AfterEach
    void close() {
        browser.open("about:blank");
        house.close();
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(check);
    }

    private String token(String id, String name, Role role) {
        people.add(new Person(id, name, role, null, "MUC", null, true));
        return people.token(id, "browser", null);
    }

    private static void signIn(String token) {
        soon(() -> assertThat(browser.words(FORM)).isNotBlank());
        browser.evaluate("(() => { document.querySelector(\"input[name='token']\").value = '" + token
                + "'; document.querySelector('.signin form').requestSubmit(); })()");
    }

    @Test
    void tokenIsAskedForOnceAndThePageThatWasWantedComes() throws IOException {
        String token = token("wang", "Wang Fang", Role.DISPATCHER);
        browser.open(house.url() + "/tickets/1");
        soon(() -> assertThat(browser.words(FORM)).contains("Sign in", "hearthwatch person token"));
        soon(() -> assertThat(browser.evaluate("document.activeElement.name").asText())
                .isEqualTo("token"));
        assertThat(browser.words("body")).doesNotContain("Tickets", "HW-0", "could not be loaded");
        browser.screenshot(Path.of("target/screenshots/sign-in.png"));
        signIn("hwp_wrong");
        soon(() -> assertThat(browser.words("#signin-failed")).contains("not known, has expired, or was revoked"));
        browser.click(".languages button[lang='zh-CN']");
        soon(() -> assertThat(browser.words(FORM)).contains("登录", "令牌无效"));
        browser.screenshot(Path.of("target/screenshots/sign-in-zh.png"));
        signIn(token);
        soon(() -> assertThat(browser.words(".person")).contains("Wang Fang", "调度员 · 慕尼黑服务网点", "退出登录"));
        browser.click(".languages button[lang='en']");
        soon(() -> assertThat(browser.words("main h1")).contains("83 % likely"));
        assertThat(browser.words(".person")).contains("Dispatcher · Munich service centre");
        assertThat(browser.words("aside")).contains("Ada Weber");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(1400);
        browser.screenshot(Path.of("target/screenshots/signed-in.png"));
        // No script can read what stands for the token, and nothing else keeps it.
        assertThat(browser.evaluate("document.cookie + JSON.stringify({...localStorage, ...sessionStorage})")
                        .asText())
                .doesNotContain("hws_", "hwp_");
        browser.forgetTroubles();
        browser.open(house.url() + "/appliances");
        soon(() -> assertThat(browser.words("tbody")).contains(SampleHouse.FIRST));
        soon(() -> assertThat(browser.words(".live")).isEqualTo("Live"));
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void whoIsRevokedMeanwhileSignsInAgainAndIsWhereTheyWere() {
        String token = token("wang", "Wang Fang", Role.DISPATCHER);
        browser.open(house.url() + "/");
        signIn(token);
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
        browser.click("nav a[href='/parts']");
        soon(() -> assertThat(browser.words("h1")).isEqualTo("Spare parts"));
        people.revoke("wang");
        house.propose(6, "motor", 0.93, null);
        soon(() -> assertThat(browser.words(FORM)).contains("signed in no longer"));
        assertThat(browser.words("body")).doesNotContain("Wang Fang", "WM-");
        assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/parts");
        signIn(people.token("wang", "browser", null));
        soon(() -> assertThat(browser.words("main")).contains("WM-DL-6101"));
        browser.click(".person button");
        soon(() -> assertThat(browser.words(FORM)).contains("Paste the token"));
        browser.open(house.url() + "/parts");
        soon(() -> assertThat(browser.words(FORM)).contains("Paste the token"));
    }

    @Test
    void liveChangesReportsAndWritesGoWithTheSession() throws IOException {
        house.models.show();
        people.add(new Person("hq", "Chen Jing", Role.HEADQUARTERS, null, null, null, true));
        browser.open(house.url() + "/policy");
        signIn(people.token("hq", "browser", null));
        soon(() -> assertThat(browser.words(".person")).contains("Headquarters · everything"));
        soon(() -> assertThat(browser.words("main")).contains("Reason").doesNotContain("Your name"));
        browser.evaluate(
                "(() => { const reason = document.querySelector('.policy-author input'); reason.value = 'recall';"
                        + " reason.dispatchEvent(new Event('input', {bubbles: true})); })()");
        soon(() -> assertThat(browser.evaluate("document.querySelector('.policy-author button').disabled")
                        .asBoolean())
                .isFalse());
        browser.click(".policy-author button");
        soon(() -> assertThat(browser.words(".stopped")).contains("hq", "recall"));
        assertThat(browser.evaluate("fetch('/api/v1/models/washing_machine-1/report').then(r => r.text())")
                        .asText())
                .contains("<title>washing_machine-1");
        browser.open(house.url() + "/api/v1/models/washing_machine-1/report");
        soon(() -> assertThat(browser.evaluate("document.title").asText()).isEqualTo("washing_machine-1"));
    }

    @Test
    void whoOpensAReportSignedOutSignsInAndIsShownIt() {
        house.models.show();
        String token = token("wang", "Wang Fang", Role.DISPATCHER);
        browser.open(house.url() + "/api/v1/models/washing_machine-1/report");
        signIn(token);
        soon(() -> assertThat(browser.evaluate("document.title + location.pathname + location.search")
                        .asText())
                .isEqualTo("washing_machine-1/api/v1/models/washing_machine-1/report"));
        // Nowhere else does such an address lead.
        for (String elsewhere :
                new String[] {"//evil.example/api/v1/x", "https://evil.example", "javascript:alert(1)"}) {
            browser.open(house.url() + "/?to=" + elsewhere);
            soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
            assertThat(browser.evaluate("location.href").asText()).isEqualTo(house.url() + "/");
        }
    }

    @Test
    void nobodyIsOfferedWhatTheirRoleMayNotDo() throws IOException {
        browser.open(house.url() + "/policy");
        soon(() -> assertThat(browser.words(".top")).contains("Open to all"));
        soon(() -> assertThat(browser.words("main")).contains("Your name", "Stop"));
        String token = token("wang", "Wang Fang", Role.DISPATCHER);
        signIn(token);
        soon(() -> assertThat(browser.words("[data-may='no']")).contains("You may look at the policy"));
        assertThat(browser.words(".policy-buttons, .policy-author")).isBlank();
        browser.screenshot(Path.of("target/screenshots/policy-dispatcher.png"));
        // What is refused all the same says so in words of people.
        browser.evaluate(
                "(() => { const real = window.fetch; window.fetch = (path, options) => String(path) === '/api/v1/parts'"
                        + " ? real('/api/v1/looks', options) : real(path, options); history.pushState(null, '', '/parts');"
                        + " dispatchEvent(new PopStateEvent('popstate')); })()");
        soon(() -> assertThat(browser.words("[role='alert']"))
                .contains("Your role may not see this", "not for the role dispatcher"));
        browser.screenshot(Path.of("target/screenshots/forbidden.png"));
    }

    @Test
    void signingInFitsAPhone() throws IOException {
        String token = token("wang", "Wang Fang, who has a name that is rather long", Role.DISPATCHER);
        browser.size(390, 844);
        browser.open(house.url() + "/");
        soon(() -> assertThat(browser.words(FORM)).isNotBlank());
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(390);
        browser.screenshot(Path.of("target/screenshots/sign-in-phone.png"));
        signIn(token);
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(390);
        browser.screenshot(Path.of("target/screenshots/signed-in-phone.png"));
    }
}
