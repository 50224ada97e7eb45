package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The pages in a real browser, over a real server and database. Leaves screenshots in {@code target/screenshots}. */
@ExtendWith(BrowserTest.NeedsChromium.class)
class BrowserTest {
    private static Chromium browser;
    private SampleHouse house;

    /** Says why it skips where there is no browser. */
    static final class NeedsChromium implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Chromium.find()
                    .map(found -> ConditionEvaluationResult.enabled("with " + found))
                    .orElseGet(() -> ConditionEvaluationResult.disabled(
                            "no chromium on the PATH; on Debian: apt-get install chromium"));
        }
    }

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
        browser.forgetTroubles();
        browser.size(1400, 900);
    }

    @AfterEach
    void close() {
        // Away from the page first, so that its stream of events does not end in an error.
        browser.open("about:blank");
        house.close();
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(check);
    }

    @Test
    void ticketOpenedMeanwhileAppearsWithoutReload() {
        browser.open(house.url() + "/");
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001", "Drain pump", "83%", "Munich store"));
        assertThat(browser.words(".ticket:first-child")).contains("Critical", "Heating element");
        soon(() -> assertThat(browser.words(".figures")).contains("6\nopen tickets"));
        browser.evaluate("window.mark = 'same page'");
        house.propose(6, "motor", 0.93, "E23");
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000007", "Motor", "93%"));
        soon(() -> assertThat(browser.words(".figures")).contains("7\nopen tickets"));
        house.clock.advance(SampleHouse.NOW.plus(Duration.ofMinutes(7)));
        soon(() -> assertThat(browser.evaluate("document.querySelector('.clock time').dateTime")
                        .asText())
                .isEqualTo("2026-11-20T14:42:00Z"));
        assertThat(browser.evaluate("window.mark").asText()).isEqualTo("same page");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void ticketShowsReasonsHintsHeldPartAndCharts() throws IOException {
        browser.open(house.url() + "/");
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
        browser.evaluate(
                "[...document.querySelectorAll('.ticket a')].find(a => a.getAttribute('href') === '/tickets/1').click()");
        soon(() ->
                assertThat(browser.words("main h1")).contains("83 % likely that the drain pump fails within 7 days"));
        assertThat(browser.words(".reasons")).contains("Drain time has risen");
        assertThat(browser.words(".check")).contains("E18");
        assertThat(browser.words(".held")).contains("Held", "WM-DP-2201", "Munich store");
        assertThat(browser.words("aside")).contains("Ada Weber", "Opened");
        soon(() -> assertThat(browser.evaluate("document.querySelectorAll('.plot canvas').length")
                        .asInt())
                .isEqualTo(3));
        // What the reasons name comes first.
        assertThat(browser.words(".chart figcaption")).startsWith("Drain time");
        soon(() -> assertThat(painted()).isGreaterThan(500));
        assertThat(browser.evaluate("document.querySelector('.plot').getAttribute('aria-label')")
                        .asText())
                .contains("Drain time", "lowest", "highest");
        browser.evaluate(
                "[...document.querySelectorAll('.chips label')].find(l => l.innerText === 'Programme').click()");
        soon(() -> assertThat(browser.evaluate("document.querySelectorAll('.plot canvas').length")
                        .asInt())
                .isEqualTo(4));
        browser.screenshot(Path.of("target/screenshots/ticket.png"));
        assertThat(browser.evaluate("document.title").asText()).contains("Hearthwatch");
        assertThat(browser.troubles()).isEmpty();
    }

    /** Pixels of the first chart that are not empty. */
    private int painted() {
        return browser.evaluate("""
                (() => {
                  const c = document.querySelector('.plot canvas');
                  const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                  let n = 0;
                  for (let i = 3; i < p.length; i += 4) n += p[i] > 0 ? 1 : 0;
                  return n;
                })()""").asInt();
    }

    @Test
    void languageIsSwitchedAndRemembered() throws IOException {
        browser.open(house.url() + "/");
        soon(() -> assertThat(browser.words(".tickets")).contains("Drain pump"));
        browser.click(".languages button[lang='zh-CN']");
        soon(() -> assertThat(browser.words("body")).contains("排水泵", "待处理工单", "紧急", "慕尼黑备件库"));
        assertThat(browser.words(".tickets")).doesNotContain("Drain pump", "Held");
        assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("zh-CN");
        browser.screenshot(Path.of("target/screenshots/tickets-zh.png"));
        browser.open(house.url() + "/parts");
        soon(() -> assertThat(browser.words("main")).contains("备件", "慕尼黑备件库", "多楔传动皮带"));
        browser.click(".languages button[lang='en']");
        soon(() -> assertThat(browser.words("h1")).isEqualTo("Spare parts"));
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void partsPageCountsAndFollowsReservations() {
        browser.open(house.url() + "/parts");
        soon(() -> assertThat(row("WM-DL-6101", "MUNICH")).isEqualTo("5 1 4"));
        assertThat(row("WM-DP-2201", "MUNICH")).isEqualTo("2 2 0");
        assertThat(browser.words("tr[data-part='WM-DP-2201'][data-warehouse='MUNICH']"))
                .contains("none left");
        assertThat(browser.words("main")).contains("Purchase proposals", "WM-BL-4502", "HW-000003");
        house.propose(6, "door_lock", 0.5, null);
        soon(() -> assertThat(row("WM-DL-6101", "MUNICH")).isEqualTo("5 2 3"));
        assertThat(browser.troubles()).isEmpty();
    }

    private String row(String part, String warehouse) {
        return browser.evaluate("[...document.querySelectorAll(\"tr[data-part='" + part + "'][data-warehouse='"
                        + warehouse + "'] .number\")].map(e => e.innerText.replace(/[^0-9]/g, '')).join(' ')")
                .asText();
    }

    @Test
    void appliancesAreSearchedAndShown() {
        browser.open(house.url() + "/appliances");
        soon(() -> assertThat(browser.words("tbody")).contains("RF-00017", SampleHouse.FIRST, "83%"));
        browser.evaluate("""
                (() => {
                  const box = document.querySelector("input[type='search']");
                  box.value = "wm-042"; box.dispatchEvent(new Event("input", {bubbles: true}));
                })()""");
        soon(() ->
                assertThat(browser.words("tbody")).contains(SampleHouse.FIRST).doesNotContain("RF-00017"));
        browser.click("tbody a");
        soon(() -> assertThat(browser.words("h1")).contains(SampleHouse.FIRST, "behaves strangely"));
        soon(() -> assertThat(browser.words("aside")).contains("2021-W33", "Water drains too slowly"));
        soon(() -> assertThat(browser.words("main"))
                .contains(
                        "83 % likely that the drain pump fails within 24 hours",
                        "Drain time 78 s, usually 39.5 to 46.2 s, rising for 14 days",
                        "+3.62",
                        "Too little data to say how likely the motor is to fail"));
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
        soon(() -> assertThat(browser.evaluate("document.querySelectorAll('.plot canvas').length")
                        .asInt())
                .isEqualTo(3));
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void chartsKeepUpWithAClockThatRunsFast() {
        browser.open(house.url() + "/appliances/" + SampleHouse.FIRST);
        soon(() -> {
            // Every look moves the clock on, so the span of the charts changes faster than they are read.
            house.clock.advance(house.clock.instant().plus(Duration.ofHours(1)));
            assertThat(browser.evaluate("document.querySelectorAll('.plot canvas').length")
                            .asInt())
                    .isEqualTo(3);
            assertThat(browser.words(".clock")).contains("Simulated time");
        });
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void anotherCostShowsAtOnceWhatItWouldHaveDoneAndCanBeSet() {
        browser.open(house.url() + "/policy");
        String card = "[data-type='washing_machine'] ";
        soon(() -> assertThat(browser.words(card + "summary")).contains("Costs and thresholds"));
        browser.click(card + "summary");
        soon(() -> assertThat(browser.words(card + "[data-count='tickets']")).contains("10", "38"));
        type("missed_failure", "620");
        soon(() -> assertThat(browser.words(card + "[data-count='tickets']")).contains("10", "62"));
        assertThat(browser.words(card + ".policy-trial"))
                .contains(
                        "52 tickets would be new",
                        "With these costs",
                        "EUR",
                        "1 Oct 2026",
                        "cut: the model has learnt from what happened before");
        type("missed_failure", "1");
        soon(() -> assertThat(browser.words(card + ".policy-trial")).contains("costs more than holding the part"));
        type("missed_failure", "500");
        browser.evaluate("const who = document.querySelector('.policy-author input'); who.value = 'Li';"
                + " who.dispatchEvent(new Event('input', {bubbles: true}))");
        soon(() -> assertThat(browser.evaluate(
                                "document.querySelector(\"[data-type='washing_machine'] .policy-trial button\").disabled")
                        .asBoolean())
                .isFalse());
        browser.click(card + ".policy-trial button");
        soon(() -> assertThat(house.desk
                        .costs("washing_machine", SamplePolicies.COMPONENT)
                        .missedFailure())
                .isEqualTo(500));
        assertThat(browser.troubles()).isEmpty();
    }

    private static void type(String field, String value) {
        browser.evaluate(
                "(() => { const input = document.querySelector(\"[data-type='washing_machine'] input[name='" + field
                        + "']\"); input.value = '" + value
                        + "'; input.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    @Test
    void nothingIsWiderThanAPhone() throws IOException {
        browser.size(390, 844);
        for (String page :
                new String[] {"/", "/tickets/1", "/appliances", "/appliances/" + SampleHouse.FIRST, "/parts"}) {
            browser.open(house.url() + page);
            soon(() -> assertThat(browser.words("main h1")).isNotBlank());
            soon(() -> assertThat(browser.evaluate("document.querySelectorAll('.skeleton').length")
                            .asInt())
                    .isZero());
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as(page)
                    .isLessThanOrEqualTo(390);
        }
        browser.screenshot(Path.of("target/screenshots/phone.png"));
    }

    @Test
    void pagesThatWereLeftHoldNoConnection() {
        for (int i = 0; i < 8; i++) {
            browser.open(house.url() + "/?visit=" + i);
            soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
            soon(() -> assertThat(browser.words(".live")).isEqualTo("Live"));
        }
        house.propose(6, "motor", 0.93, null);
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000007"));
    }

    @Test
    void errorsAndUnknownAddressesAreToldInThePage() {
        browser.open(house.url() + "/tickets/999");
        soon(() -> assertThat(browser.words("[role='alert']")).contains("there is no ticket '999'"));
        browser.open(house.url() + "/");
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
        browser.evaluate("history.pushState(null, '', '/elsewhere'); dispatchEvent(new PopStateEvent('popstate'))");
        soon(() -> assertThat(browser.words("main")).contains("There is no such page"));
    }
}
