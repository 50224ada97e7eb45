package io.hearthwatch.servicedesk.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.Campaigns;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the customers of a campaign's appliances are told: once, in their language, and where somebody may get hurt in any case. */
class CampaignNoticesTest {
    private static final Instant NIGHT = Instant.parse("2026-11-23T15:30:00Z"); // 23:30 in Shanghai
    private static final String SERVICE = """
            warehouses: {W: {name: W}}
            centres:
              A: {name: {en: Shanghai, zh: 上海}, time_zone: Asia/Shanghai, latitude: 31, longitude: 121, warehouse: W}
            technicians:
              t-1: {name: Li Wei, centre: A, skills: {washing_machine: [hardware]}}
            households:
              H1: {name: Ada Weber, address: Long Street 1, phone: "+49 30 1", language: en, centre: A, appliances: [a-1]}
              H2: {name: 张三, address: 浦东 1, phone: "138", language: zh, centre: A, appliances: [a-2]}
              H3: {name: Bo Lind, address: Short Street 3, phone: "+49 30 3", language: en, centre: A, appliances: [a-3]}
            default_centres: {washing_machine: A}
            """;

    private final ConcurrentLinkedQueue<MessageChannel.Letter> sent = new ConcurrentLinkedQueue<>();
    private TestDatabase test;
    private ServiceDesk desk;
    private Campaigns campaigns;
    private Customers customers;

    @BeforeEach
    void open() throws IOException {
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, () -> NIGHT);
        desk = new ServiceDesk(test.database(), catalog, fleet, () -> NIGHT);
        campaigns = desk.work().campaigns();
        customers = desk.customers();
        Path file = Files.createTempFile("service", ".yaml");
        desk.load(Files.writeString(file, SERVICE));
        Files.delete(file);
        for (int i = 1; i <= 3; i++) {
            fleet.add(new NewAppliance(
                    "a-" + i, "washing_machine", null, "L1", null, LocalDate.of(2019, 1, i), null, Map.of()));
        }
        customers.delivery().channel(MessageDelivery.Way.EMAIL, sent::add);
        customers.delivery().channel(MessageDelivery.Way.WEBHOOK, sent::add);
    }

    @AfterEach
    void close() {
        test.database().close();
    }

    private long start(String kind, boolean safety, String component) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("kind", kind);
        said.put("name", "Belt 2019");
        said.put("words", Map.of("en", "the belt may tear", "zh", "传动带可能断裂。"));
        said.put("type", "washing_machine");
        said.put(kind.equals("recall") ? "lots" : "every_months", kind.equals("recall") ? List.of("L1") : 12);
        said.put("safety", safety);
        if (component != null) {
            said.put("component", component);
        }
        return ((Number) campaigns.start(said, "wang").get("id")).longValue();
    }

    private List<MessageChannel.Letter> sent() {
        customers.delivery().runDue(NIGHT);
        return List.copyOf(sent);
    }

    private String toldBy(String appliance) {
        return test.database()
                .withConnection(connection -> Sql.first(connection, """
                                select string_agg(e.detail ->> 'told_by', ',') told from service.ticket_event e
                                join service.ticket t on t.id = e.ticket join fleet.appliance a using (appliance_no)
                                where e.what = 'campaign' and a.id = ?
                                """, row -> row.getString("told"), appliance)
                        .orElseThrow());
    }

    @Test
    void aSafetyRecallReachesEverybodyAtOnceOnceAndInTheirLanguage() throws Exception {
        customers.prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", false, "said no to news"));
        customers.prefer("H2", PreferenceWish.of("zh", "webhook", null, true, "form"));
        start("recall", true, "drive_belt");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> run = () -> campaigns.runDue(NIGHT);
            threads.invokeAll(List.of(run, run, run, run));
        } finally {
            threads.shutdownNow();
        }
        campaigns.runDue(NIGHT.plus(Duration.ofDays(1)));

        List<MessageChannel.Letter> letters = sent();
        assertThat(letters).extracting(MessageChannel.Letter::household).containsExactlyInAnyOrder("H1", "H2");
        assertThat(letters).extracting(MessageChannel.Letter::kind).containsOnly("stop_use");
        MessageChannel.Letter english = letters.stream()
                .filter(each -> each.household().equals("H1"))
                .findFirst()
                .orElseThrow();
        assertThat(english.subject()).startsWith("Please stop using your washing machine now");
        assertThat(english.body())
                .startsWith(
                        "Please stop using your washing machine a-1 now, switch it off and unplug it. It is recalled: the"
                                + " belt may tear. We come to you and replace the drive belt, at no cost to you. Pick a time that suits"
                                + " you:\n\nhttp")
                .doesNotContain("Ada");
        MessageChannel.Letter chinese = letters.stream()
                .filter(each -> each.household().equals("H2"))
                .findFirst()
                .orElseThrow();
        assertThat(chinese.subject()).startsWith("请立即停止使用您的洗衣机");
        assertThat(chinese.body()).contains("（a-2），关机并断开电源。该产品现予召回：传动带可能断裂。我们将免费上门更换");
        // The link is a customer's: a visit can be booked by it.
        String token = english.body().strip().substring(english.body().strip().lastIndexOf('/') + 1);
        assertThat(customers.view(token).may()).contains("book");

        // Whoever cannot be written to is called.
        assertThat(toldBy("a-1")).isEqualTo("message");
        assertThat(toldBy("a-3")).isEqualTo("call");
        assertThat(desk.complaints().calls(Scope.EVERYTHING, false, 10)).hasSize(1);
    }

    @Test
    void anOrdinaryRecallIsToldToThoseWhoAgreedInItsOwnWordsAndCostsNothing() {
        customers.prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", false, "said no"));
        customers.prefer("H2", PreferenceWish.of("zh", "webhook", null, true, "form"));
        start("recall", false, null);
        campaigns.runDue(NIGHT);
        assertThat(sent()).singleElement().satisfies(letter -> {
            assertThat(letter.kind()).isEqualTo("recall");
            assertThat(letter.subject()).startsWith("您的洗衣机召回通知");
            assertThat(letter.body()).contains("现予召回：传动带可能断裂。我们将免费上门处理。请选择方便的时间：");
        });
        assertThat(toldBy("a-1")).isEqualTo("nobody");
        // Bought in 2019: no guarantee any more, and yet it costs the household nothing.
        assertThat(desk.work().life(1).toString()).contains("payer=warranty").contains("the maker recalls it");
    }

    @Test
    void whoseTicketIsOpenAlreadyIsToldToo() {
        customers.prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", true, "form"));
        desk.work()
                .open(TicketRequest.of(
                        "li",
                        null,
                        Map.of(
                                "kind",
                                "repair",
                                "source",
                                "inspection",
                                "appliance",
                                "a-1",
                                "component",
                                "drive_belt")));
        assertThat(sent()).extracting(MessageChannel.Letter::kind).containsExactly("seen");
        start("recall", true, "drive_belt");
        campaigns.runDue(NIGHT);
        assertThat(sent()).extracting(MessageChannel.Letter::kind).containsExactly("seen", "stop_use");
        assertThat(sent()).extracting(MessageChannel.Letter::ticket).containsOnly("HW-000001");
    }

    @Test
    void maintenanceThatIsDueAsksForATime() {
        customers.prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", true, "form"));
        start("maintenance", false, null);
        campaigns.runDue(NIGHT);
        assertThat(sent()).singleElement().satisfies(letter -> {
            assertThat(letter.kind()).isEqualTo("maintenance");
            assertThat(letter.subject()).startsWith("Your washing machine is due for maintenance");
            assertThat(letter.body())
                    .startsWith(
                            "Maintenance is due for your washing machine a-1: the belt may tear. Pick a time that suits you:");
        });
    }
}
