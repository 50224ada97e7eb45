package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.Target;
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

/** The pages of failure models in a real browser. Leaves screenshots in {@code target/screenshots}. */
@ExtendWith(BrowserTest.NeedsChromium.class)
class ModelPagesTest {
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
        house.jobs.start();
        browser.forgetTroubles();
        browser.size(1280, 900);
    }

    @AfterEach
    void close() {
        browser.evaluate("try { localStorage.clear() } catch (e) { 0 }");
        browser.open("about:blank");
        house.close();
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(check);
    }

    private static void write(int field, String text) {
        browser.evaluate("(() => { const input = document.querySelectorAll('.policy-author input')[" + field
                + "]; input.value = '" + text + "'; input.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    private static boolean enabled(String button) {
        return browser.evaluate("(() => { const b = document.querySelector(\"[data-do='" + button
                        + "']\"); return Boolean(b) && !b.disabled; })()")
                .asBoolean();
    }

    @Test
    void figuresStandBesideTheRulesAndWarningsBesideWhatHolds() throws IOException {
        house.models.show();
        browser.open(house.url() + "/");
        soon(() -> assertThat(browser.words(".tickets")).contains("HW-000001"));
        browser.click("nav a[href='/models']");
        soon(() -> assertThat(browser.words("[data-seat='champion']")).contains("washing_machine-1", "1 day, 7 days"));
        soon(() -> assertThat(browser.words("[data-seat='challenger']")).contains("washing_machine-2"));
        soon(() -> assertThat(browser.words("[data-method='model']")).contains("0.774", "0.710 – 0.830", "1,850"));
        assertThat(browser.words("[data-method='code']")).contains("Rule on fault codes", "0.330", "5,120");
        assertThat(browser.words("main")).contains("better beyond chance, saving 3,270 (95 %: 2,800 to 3,700)");
        soon(() ->
                assertThat(browser.words(".warnings")).contains("Stale data", "3 of 8 appliances have not reported"));
        soon(() -> assertThat(browser.words("[data-shadow]")).contains("Of 7 failures since", "12", "62%"));
        assertThat(browser.words(".history")).contains("Put into shadow", "learnt on more", "api Li");
        assertThat(browser.evaluate(
                                "document.querySelector(\"a[href='/api/v1/models/washing_machine-1/report']\").target")
                        .asText())
                .isEqualTo("_blank");
        browser.screenshot(Path.of("target/screenshots/models.png"));
        browser.evaluate("document.querySelector('.seat-model a').click()");
        soon(() -> assertThat(browser.words("main h1")).contains("washing_machine-1", "Champion", "No longer holds"));
        soon(() -> assertThat(browser.words(".watch-details"))
                .contains(
                        "75%",
                        "41% – 93%", "6 right, 2 wrong, 1 open", "WM-8014 · 1.4.2", "never seen", "51 days ago"));
        browser.click(".languages button[lang='zh-CN']");
        soon(() -> assertThat(browser.words("main")).contains("线上精确率与召回率", "现役", "从未见过"));
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void refusedModelIsPromotedForAReasonAndTakenBack() {
        house.models.show();
        browser.open(house.url() + "/models");
        soon(() -> assertThat(browser.words("[data-seat='challenger']")).contains("washing_machine-2"));
        assertThat(enabled("promote")).as("nobody has said who asks").isFalse();
        write(0, "Wang");
        soon(() -> assertThat(enabled("promote")).isTrue());
        assertThat(enabled("rollback")).as("going back takes a reason").isFalse();
        browser.click("[data-do='promote']");
        soon(() -> assertThat(browser.words(".refusal")).contains("Not promoted", "it costs 310 more"));
        assertThat(champion()).isEqualTo(SampleModels.CHAMPION);
        assertThat(enabled("force")).isFalse();
        write(1, "the north needs it");
        soon(() -> assertThat(enabled("force")).isTrue());
        browser.click("[data-do='force']");
        soon(() -> assertThat(browser.words("[data-seat='champion']")).contains("washing_machine-2"));
        soon(() -> assertThat(browser.words(".history [data-action='promote']"))
                .contains("washing_machine-2", "after washing_machine-1", "forced", "the north needs it", "api Wang"));
        soon(() -> assertThat(browser.words(".model-jobs")).contains("Promote washing_machine-2", "done", "failed"));
        write(1, "it was wrong");
        soon(() -> assertThat(enabled("rollback")).isTrue());
        browser.click("[data-do='rollback']");
        soon(() -> assertThat(browser.words("[data-seat='champion']")).contains("washing_machine-1"));
        assertThat(champion()).isEqualTo(SampleModels.CHAMPION);
        soon(() -> assertThat(browser.words(".history")).contains("Rolled back to", "it was wrong"));
        assertThat(browser.troubles()).isEmpty();
    }

    private String champion() {
        return house.models
                .registry
                .alias("washing_machine", Target.FAILURE, Alias.Name.CHAMPION)
                .orElseThrow()
                .model();
    }

    @Test
    void modelWithoutFiguresSaysSoAndIsEvaluated() {
        house.models.show();
        browser.open(house.url() + "/models/" + SampleModels.CHALLENGER);
        soon(() -> assertThat(browser.words("main")).contains("Not evaluated yet"));
        write(0, "Wang");
        soon(() -> assertThat(enabled("evaluate")).isTrue());
        browser.click("[data-do='evaluate']");
        soon(() -> assertThat(browser.words(".model-jobs")).contains("Evaluate washing_machine-2", "done"));
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void nobodyIsOfferedWhatTheirRoleMayNotDo() {
        house.models.show();
        // Pages are read while nobody is registered yet; who asks is then another.
        browser.open(house.url() + "/models");
        soon(() -> assertThat(enabled("withdraw")
                        || browser.words("[data-seat='challenger']").contains("End shadow"))
                .isTrue());
        browser.evaluate(
                "(() => { const real = window.fetch; window.fetch = (path, options) => String(path) === '/api/v1/me'"
                        + " ? Promise.resolve(new Response(JSON.stringify({who: 'chief', person: {id: 'chief'}, makes_models: false})))"
                        + " : real(path, options); history.pushState(null, '', '/models/washing_machine-1');"
                        + " dispatchEvent(new PopStateEvent('popstate')); })()");
        soon(() -> assertThat(browser.words("[data-may='no']")).contains("You may look at models"));
        assertThat(browser.evaluate("document.querySelectorAll('[data-do]').length")
                        .asInt())
                .isZero();
    }

    @Test
    void houseWithoutModelsSaysHowToBegin() {
        browser.open(house.url() + "/models");
        soon(() -> assertThat(browser.words("main")).contains("No model yet", "hearthwatch model train"));
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void modelsFitAPhone() throws IOException {
        house.models.show();
        browser.size(400, 844);
        for (String page : new String[] {"/models", "/models/" + SampleModels.CHAMPION}) {
            browser.open(house.url() + page);
            soon(() -> assertThat(browser.words("[data-method='model']")).contains("0.774"));
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as(page)
                    .isLessThanOrEqualTo(400);
        }
        browser.screenshot(Path.of("target/screenshots/models-phone.png"));
    }
}
