package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.servicedesk.customer.PreferenceWish;
import io.hearthwatch.servicedesk.customer.Preferences;
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

/** The page that a customer's link opens, in a real browser as wide as a phone. */
@ExtendWith(BrowserTest.NeedsChromium.class)
class LinkPageTest {
    private static final String HOUSEHOLDS = """
            households:
              H2: {name: Bo Li, address: Hauptstr. 2, phone: "+49 89 7654321", language: zh, centre: MUC, appliances: [C-1]}
            """;
    private static final String TECHNICIANS = """
            technicians:
              t-1: {name: Mia Berg, centre: MUC, skills: {washing_machine: [hardware]}, hours: {mon-fri: ["09:00-12:00", "13:00-16:00"]}}
            """;

    private static Chromium browser;
    private SampleHouse house;
    private Http http;

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
        house.load(HOUSEHOLDS);
        house.washer("C-1");
        http = new Http(house.url());
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

    private String token(String ticket) {
        return http.post("/api/v1/tickets/" + ticket + "/link", "{}")
                .json()
                .get("token")
                .asText();
    }

    /** The page as a whole, whatever its length. */
    private static void screenshot(String name) throws IOException {
        int height = browser.evaluate("document.documentElement.scrollHeight").asInt();
        browser.size(390, Math.max(844, height));
        browser.screenshot(Path.of("target/screenshots/" + name + ".png"));
        browser.size(390, 844);
    }

    private static void fill(String selector, String value) {
        browser.evaluate("(() => { const field = document.querySelector(\"" + selector + "\"); field.value = '" + value
                + "'; field.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    private static void fits() {
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(390);
        assertThat(browser.evaluate("Math.min(...[...document.querySelectorAll('main button, .marks label, summary')]"
                                + ".map(e => e.getBoundingClientRect().height))")
                        .asDouble())
                .as("large enough for a thumb")
                .isGreaterThanOrEqualTo(44);
    }

    @Test
    void aCustomerBooksMovesAndCancelsWherePeopleAreRegistered() throws IOException {
        house.load(TECHNICIANS);
        String token = token("HW-000001");
        house.desk.organisation().people().add(new Person("boss", "Boss", Role.HEADQUARTERS, null, null, null, true));
        browser.open(house.url() + "/c/" + token);
        soon(() -> assertThat(browser.words(".book")).contains("Mon 23 Nov", "08:00–"));
        assertThat(browser.words("main"))
                .contains("Washing machine", "HW-000001", "Munich service centre", "Europe/Berlin")
                .contains(
                        "The readings of your washing machine show that its drain pump is no longer working as it should")
                .contains("Call +49 89 5550100", "Monday to Friday", "08:00–18:00")
                .doesNotContain("%", "likely")
                .contains("We suggest");
        fits();
        screenshot("link-book");
        browser.click(".book .times .pick");
        soon(() -> assertThat(browser.words(".book form")).contains("Book Mon"));
        browser.click(".book form .primary");
        soon(() -> assertThat(browser.words(".book form"))
                .containsIgnoringCase("we need to know")
                .containsIgnoringCase("where you bought it"));
        screenshot("link-missing");
        browser.evaluate(
                "document.querySelectorAll('.book form input').forEach(field => { field.value = field.type === 'date'"
                        + " ? '2021-10-02' : 'shop'; field.dispatchEvent(new Event('input', {bubbles: true})); })");
        browser.click(".book form .primary");
        soon(() -> assertThat(browser.words(".told")).contains("Your visit is booked"));
        soon(() -> assertThat(browser.words(".window")).contains("Monday 23 November", "08:00–"));
        fits();
        screenshot("link-booked");

        browser.click(".moving .button");
        soon(() -> assertThat(browser.words(".moving .days")).contains("Wed 25 Nov"));
        browser.click(".moving .pick[aria-label='Wednesday 25 November']");
        soon(() -> assertThat(browser.words(".moving h3")).contains("Wednesday"));
        browser.click(".moving .times .pick");
        soon(() -> assertThat(browser.words(".moving form")).contains("Move to Wed"));
        screenshot("link-move");
        browser.click(".moving form .primary");
        soon(() -> assertThat(browser.words(".window")).contains("Wednesday 25 November"));
        assertThat(browser.words(".told")).contains("moved");
        assertThat(browser.words(".moving")).isEqualTo("Move the visit");

        browser.click(".change .danger");
        soon(() -> assertThat(browser.words(".cancelling")).contains("Do you really want to cancel?"));
        fill(".cancelling textarea", "moved house");
        screenshot("link-cancel");
        browser.click(".cancelling .danger");
        soon(() -> assertThat(browser.words(".standing")).contains("cancelled", "Nobody will come"));
        assertThat(browser.words("main")).doesNotContain("Choose a time", "Move the visit");
        screenshot("link-cancelled");
        assertThat(browser.troubles())
                .as("only the refusal that asks for more")
                .allMatch(trouble -> trouble.contains("409"));
    }

    @Test
    void itSpeaksTheHouseholdsLanguageAndIsRatedOnce() throws IOException {
        TicketWork ticket = TicketWork.open(
                        http, "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': 'C-1'}")
                .answered();
        browser.open(house.url() + "/c/" + token(ticket.number));
        soon(() -> assertThat(browser.words(".book")).contains("请致电服务网点"));
        assertThat(browser.words(".call")).contains("拨打 +49 89 5550100", "周一至周五");
        fits();
        ticket.untilOnSite("drain_pump");
        browser.open(house.url() + "/c/" + token(ticket.number));
        soon(() -> assertThat(browser.words(".standing")).contains("服务工程师已上门"));
        ticket.untilAccepted("drain_pump", "WM-DP-2201");
        browser.open(house.url() + "/c/" + token(ticket.number));
        soon(() -> assertThat(browser.words(".rate")).contains("问题解决了吗", "服务态度", "产品质量"));
        browser.click(".rating .primary");
        assertThat(browser.words(".told")).as("marks are missing").isBlank();
        browser.evaluate("document.querySelectorAll(\".rating input[value='5'], .rating input[value='true']\")"
                + ".forEach(mark => mark.click())");
        soon(() -> assertThat(browser.evaluate("document.querySelectorAll('.rating .chosen').length")
                        .asInt())
                .isEqualTo(5));
        fill(".rating textarea", "谢谢");
        fits();
        screenshot("link-rate-zh");
        browser.click(".rating .primary");
        soon(() -> assertThat(browser.words(".standing")).contains("感谢您的评价"));
        assertThat(browser.words("main")).doesNotContain("问题解决了吗");
        browser.click("summary");
        screenshot("link-rated-zh");
        browser.evaluate("scrollTo(0, 0)");
        browser.click(".languages button[lang='en']");
        soon(() -> assertThat(browser.words(".standing")).contains("you have rated this", "technician arrived"));
        browser.evaluate("localStorage.clear()");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void aCustomerSaysByTheLinkHowTheyWantToHearFromUs() throws IOException {
        house.desk.customers().prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", true, "phone"));
        browser.open(house.url() + "/c/" + token("HW-000001"));
        soon(() -> assertThat(browser.words(".contact summary")).contains("How we contact you"));
        browser.click(".contact summary");
        soon(() -> assertThat(browser.words(".contact form")).contains("I agree that you write to me"));
        assertThat(browser.evaluate("document.querySelector('.contact input[name=email]').placeholder")
                        .asText())
                .isEqualTo("a***@example.org");
        browser.click(".contact input[name='surveys']");
        browser.click(".contact input[name='quiet']");
        soon(() -> assertThat(browser.words(".contact form")).contains("From"));
        fits();
        screenshot("link-contact");
        browser.click(".contact .primary");
        soon(() -> assertThat(browser.words(".contact")).contains("Saved. Thank you."));
        Preferences kept =
                house.desk.customers().preferences("H1").orElseThrow().getKey();
        assertThat(kept.email()).isEqualTo("ada@example.org");
        assertThat(kept.quietHours()).isEqualTo("21:00-08:00");
        assertThat(kept.surveys()).isFalse();
        browser.click(".languages button[lang='zh-CN']");
        soon(() -> assertThat(browser.words(".contact form")).contains("在以下时段请勿打扰"));
        screenshot("link-contact-zh");
        browser.evaluate("localStorage.clear()");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void whoIsTooLateForAWindowIsToldInTheirLanguageAndChoosesAnother() throws IOException {
        house.load(TECHNICIANS);
        TicketWork ticket = TicketWork.open(
                        http, "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': 'C-1'}")
                .answered();
        browser.open(house.url() + "/c/" + token(ticket.number));
        soon(() -> assertThat(browser.words(".book")).contains("选择上门时间", "11月23日"));
        assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("zh-CN");
        browser.click(".book .times .pick");
        soon(() -> assertThat(browser.words(".book form")).contains("预约 11月23日"));
        fits();
        screenshot("link-book-zh");
        // The window that is asked for is none that anybody is free in.
        String from = browser.evaluate("document.querySelector('.times .pick').dataset.from")
                .asText();
        browser.evaluate(
                "(() => { const real = window.fetch; window.fetch = (path, options) => real(path, options && options.body"
                        + " ? {...options, body: options.body.replace('" + from
                        + "', '2026-11-23T02:00:00Z')} : options); })()");
        browser.click(".book form .primary");
        soon(() -> assertThat(browser.words(".told")).contains("该时间段已被预约", "请选择其他时间"));
        soon(() -> assertThat(browser.words(".book")).contains("11月23日"));
        screenshot("link-late-zh");
    }

    @Test
    void aLinkThatExpiredOrIsNotOursSaysWhatToDo() throws IOException {
        String token = token("1");
        browser.open(house.url() + "/c/" + token.substring(0, token.length() - 3) + "abc");
        soon(() -> assertThat(browser.words("main")).contains("This link is not valid", "call your service centre"));
        screenshot("link-wrong");
        http.put("/api/v1/clock", "{\"now\":\"" + SampleHouse.NOW.plus(Duration.ofDays(31)) + "\"}");
        // An old message, whose link leads to the API.
        browser.open(house.url() + "/api/v1/customer/" + token);
        soon(() -> assertThat(browser.words("main")).contains("This link has expired", "send you a new one"));
        assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/c/" + token);
        screenshot("link-expired");
        browser.evaluate("document.querySelector(\".languages button[lang='zh-CN']\").click()");
        soon(() -> assertThat(browser.words("main")).contains("此链接已过期", "请致电服务网点"));
        screenshot("link-expired-zh");
        browser.evaluate("localStorage.clear()");
    }
}
