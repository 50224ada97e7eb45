package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The public form in a real browser, as wide as a phone and as a desk's screen, in both languages. */
@ExtendWith(BrowserTest.NeedsChromium.class)
class ReportPageTest {
    private static Chromium browser;
    private SampleHouse house;

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
        house.desk.organisation().people().add(new Person("boss", "Boss", Role.HEADQUARTERS, null, null, null, true));
        browser.size(390, 844);
        browser.forgetTroubles();
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

    private static void screenshot(String name, int width) throws IOException {
        int height = browser.evaluate("document.documentElement.scrollHeight").asInt();
        browser.size(width, Math.max(844, height));
        browser.screenshot(Path.of("target/screenshots/" + name + ".png"));
        browser.size(width, 844);
    }

    private static void fill(String field, String value) {
        browser.evaluate("(() => { const field = document.getElementById('" + field + "'); field.value = '" + value
                + "'; field.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    private static void fits(int width) {
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate(
                                "Math.min(...[...document.querySelectorAll('main button, main select, .ask input[type=text],"
                                        + " .tick')].map(e => e.getBoundingClientRect().height))")
                        .asDouble())
                .as("large enough for a thumb")
                .isGreaterThanOrEqualTo(44);
        assertThat(browser.evaluate("[...document.querySelectorAll('form input, form textarea, form select')]"
                                + ".filter(e => e.name !== 'website' && e.labels.length === 0).length")
                        .asInt())
                .as("fields without a label")
                .isZero();
    }

    @Test
    void aCustomerReportsOnAPhoneIsToldWhatIsMissingAndGetsAReference() throws IOException {
        browser.open(house.url() + "/report");
        soon(() -> assertThat(browser.words("#type")).contains("Washing machine"));
        assertThat(browser.words("main")).contains("Report a problem", "You need no account", "rating plate");
        fits(390);
        screenshot("report-en", 390);
        browser.click("main .primary");
        soon(() -> assertThat(browser.words(".told"))
                .contains("Please look at the marked fields", "Name", "Your consent"));
        assertThat(browser.words(".ask.wrong")).contains("Please fill this in", "Please give a phone number");
        assertThat(browser.evaluate("document.activeElement.className").asText())
                .contains("told");
        fits(390);
        screenshot("report-wrong-en", 390);

        browser.click("input[name='burning']");
        soon(() -> assertThat(browser.words(".warning")).contains("Please stop using it now"));
        fill("symptom", "Smells odd when it heats");
        fill("serial", "WM-04201");
        fill("name", "Ada Weber");
        fill("phone", "+49 89 1234567");
        fill("address", "Lange Straße 1");
        fill("wished_time", "Monday");
        browser.click("#consent");
        browser.click("main .primary");
        soon(() -> assertThat(browser.words(".sent")).contains("We have received this"));
        assertThat(browser.words(".reference")).matches("R-[A-Z2-9]{4}-[A-Z2-9]{4}");
        assertThat(browser.words("main")).as("nothing of what is known here").doesNotContain("HW-", "Munich", "/c/");
        screenshot("report-sent-en", 390);
        assertThat(house.desk.reports().runDue(house.clock.instant())).isEqualTo(1);
        assertThat(house.desk
                        .ticket("HW-000001")
                        .orElseThrow()
                        .summary()
                        .urgency()
                        .name())
                .isEqualTo("CRITICAL");
        assertThat(browser.troubles())
                .as("only the refusal that asks for more")
                .allMatch(trouble -> trouble.contains("400"));
    }

    @Test
    void itSpeaksTheBrowsersLanguageAndTheOneThatIsChosen() throws IOException {
        Http http = new Http(house.url());
        assertThat(http.raw(HttpRequest.newBuilder(URI.create(house.url() + "/report"))
                                .header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5"))
                        .body())
                .contains("<html lang=\"zh-CN\">");
        assertThat(http.raw("/report").body()).contains("<html lang=\"en\">");
        browser.size(1280, 844);
        browser.open(house.url() + "/report");
        soon(() -> assertThat(browser.words("#type")).contains("Washing machine"));
        screenshot("report-wide-en", 1280);
        browser.click(".languages button[lang='zh-CN']");
        soon(() -> assertThat(browser.words("main")).contains("报修或预约服务", "洗衣机", "铭牌"));
        assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("zh-CN");
        fits(1280);
        screenshot("report-wide-zh", 1280);
        browser.size(390, 844);
        fits(390);
        browser.click("input[name='gas']");
        soon(() -> assertThat(browser.words(".warning")).contains("请勿触碰任何电器开关"));
        screenshot("report-zh", 390);
        browser.evaluate("localStorage.clear()");
        assertThat(browser.troubles()).isEmpty();
    }
}
