package io.hearthwatch.servicedesk.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What customers are told, over a real mail server and a real webhook, and what they do through their link. */
class CustomersTest {
    private static final Instant START = Instant.parse("2026-11-23T01:00:00Z"); // Monday, 09:00 in Shanghai
    private static final String SERVICE = """
            warehouses: {W: {name: W}}
            centres:
              A: {name: {en: Shanghai, zh: 上海}, time_zone: Asia/Shanghai, latitude: 31, longitude: 121, warehouse: W}
            technicians:
              t-1: {name: Li Wei, centre: A, skills: {washing_machine: [hardware]}}
            households:
              H1: {name: Ada Weber, address: Long Street 1, phone: "+49 30 1", language: en, centre: A, appliances: [a-1, a-2]}
              H2: {name: 张三, address: 浦东 1, phone: "138", language: zh, centre: A, appliances: [a-3]}
            default_centres: {washing_machine: A}
            """;

    private static TestDatabase test;
    private static ServiceDesk desk;
    private static Customers customers;
    private static GreenMail mail;
    private static volatile Instant now = START;

    @BeforeAll
    static void open() throws IOException {
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, () -> now);
        desk = new ServiceDesk(test.database(), catalog, fleet, () -> now);
        customers = desk.customers();
        Path file = Files.createTempFile("service", ".yaml");
        desk.load(Files.writeString(file, SERVICE));
        Files.delete(file);
        for (int i = 1; i <= 3; i++) {
            fleet.add(NewAppliance.of("a-" + i, "washing_machine"));
        }
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        customers
                .delivery()
                .channel(
                        MessageDelivery.Way.EMAIL,
                        new SmtpChannel(
                                URI.create("smtp://127.0.0.1:" + mail.getSmtp().getPort()), "care@example.org"));
        customers.publicUrl("https://care.example.org/");
    }

    @AfterAll
    static void close() {
        mail.stop();
        test.database().close();
    }

    private static String open(String appliance, String component) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("kind", "repair");
        input.put("source", "inspection");
        input.put("appliance", appliance);
        input.put("component", component);
        return desk.work().open(TicketRequest.of("li", null, input)).id();
    }

    private static final Map<String, Object> ANSWERS = Map.ofEntries(
            Map.entry("model", "WM-8014"),
            Map.entry("serial", "S1"),
            Map.entry("production_date", "2025-01-01"),
            Map.entry("purchase_date", "2025-03-01"),
            Map.entry("purchase_channel", "shop"),
            Map.entry("symptom", "noise"),
            Map.entry("began", "2026-11-20"),
            Map.entry("environment", "kitchen"),
            Map.entry("wish", "soon"));

    private static String token(String ticket) {
        return customers.link(Long.parseLong(ticket)).token();
    }

    @Test
    void aHouseholdThatAgreedIsToldInItsLanguageOnceAndReminded() throws Exception {
        customers.prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", true, "on the phone"));
        customers.prefer("H2", PreferenceWish.of("zh", "email", "zhang@example.org", true, "form"));
        String ticket = open("a-1", "drain_pump");
        open("a-3", "drain_pump");
        customers.delivery().runDue(now);
        assertThat(mail.getReceivedMessages()).hasSize(2);
        customers.delivery().runDue(now);
        assertThat(mail.getReceivedMessages()).as("sent once").hasSize(2);
        MimeMessage english = to("ada@example.org").get(0);
        assertThat(english.getSubject()).startsWith("Your washing machine needs a look");
        assertThat(english.getContent().toString()).contains("https://care.example.org/c/");
        MimeMessage chinese = to("zhang@example.org").get(0);
        assertThat(chinese.getSubject()).contains("洗衣机");

        String token = token(ticket);
        Slot slot = customers.slots(token).get(0);
        CustomerView booked = customers.book(token, slot.from(), ANSWERS, false);
        assertThat(booked.state()).isEqualTo("scheduled");
        assertThat(booked.windowFrom()).isEqualTo(slot.from());
        assertThat(booked.may()).containsExactly("move", "cancel");
        Slot later = customers.slots(token).stream()
                .filter(each -> each.from().isAfter(now.plus(Duration.ofDays(3))))
                .findFirst()
                .orElseThrow();
        assertThat(customers.book(token, later.from(), Map.of(), true).windowFrom())
                .isEqualTo(later.from());
        customers.delivery().runDue(now);
        int before = to("ada@example.org").size();
        now = later.from().minus(Duration.ofHours(24));
        customers.delivery().runDue(now);
        List<MimeMessage> all = to("ada@example.org");
        assertThat(all).hasSize(before + 1);
        assertThat(all.get(all.size() - 1).getSubject()).startsWith("Your visit is soon");

        CustomerView cancelled = customers.cancel(token, "moved house");
        assertThat(cancelled.state()).isEqualTo("cancelled");
        assertThat(cancelled.may()).isEmpty();
        assertThatThrownBy(() -> customers.book(token, slot.from(), Map.of(), false))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void whoMovesAVisitBackIsToldSoAgain() {
        customers.prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", true, "on the phone"));
        String ticket = open("a-1", "heater");
        String token = token(ticket);
        List<Slot> slots = customers.slots(token);
        Slot first = slots.get(0);
        Slot other = slots.get(slots.size() - 1);
        customers.book(token, first.from(), ANSWERS, false);
        customers.book(token, other.from(), Map.of(), true);
        customers.book(token, first.from(), Map.of(), true);
        assertThat(customers.messages(Long.parseLong(ticket)))
                .filteredOn(message -> message.kind().equals("booked"))
                .hasSize(3);
        assertThat(customers.messages(Long.parseLong(ticket)))
                .filteredOn(message -> message.kind().equals("reminder"))
                .hasSizeLessThanOrEqualTo(2);
        customers.cancel(token, "moved house");
        customers.delivery().runDue(now);
    }

    private static List<MimeMessage> to(String address) throws Exception {
        List<MimeMessage> all = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            if (message.getAllRecipients()[0].toString().equals(address)) {
                all.add(message);
            }
        }
        return all;
    }

    @Test
    void customersWhoBookAtOnceGetPlacesOfTheirOwnOrNone() throws Exception {
        List<String> tokens =
                List.of(token(open("a-2", "heater")), token(open("a-2", "drive_belt")), token(open("a-2", "motor")));
        // One technician, so one visit at once; of an hour and less, more than one begins within the window.
        Instant from = customers.slots(tokens.get(0)).get(10).from();
        ExecutorService threads = Executors.newFixedThreadPool(tokens.size());
        try {
            List<Future<Boolean>> done = threads.invokeAll(tokens.stream()
                    .map(token -> (Callable<Boolean>) () -> {
                        try {
                            customers.book(token, from, ANSWERS, false);
                            return true;
                        } catch (Refusal e) {
                            assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT);
                            return false;
                        }
                    })
                    .toList());
            int booked = 0;
            for (Future<Boolean> each : done) {
                booked += each.get() ? 1 : 0;
            }
            int places = test.database()
                    .withConnection(connection -> Sql.first(
                                    connection,
                                    "select count(*) from service.dispatch_visit where ended_at is null and window_from = ?",
                                    row -> row.getInt(1),
                                    from)
                            .orElseThrow());
            assertThat(booked).isPositive().isEqualTo(places);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWebhookThatFailsGetsTheMessageAgainWithTheSameId() throws Exception {
        List<String> bodies = new ArrayList<>();
        List<com.sun.net.httpserver.Headers> heads = new ArrayList<>();
        com.sun.net.httpserver.HttpServer receiver =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            heads.add(exchange.getRequestHeaders());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(bodies.size() == 1 ? 500 : 204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            customers
                    .delivery()
                    .channel(
                            MessageDelivery.Way.WEBHOOK,
                            new WebhookChannel(
                                    URI.create("http://127.0.0.1:"
                                            + receiver.getAddress().getPort() + "/"),
                                    "secret",
                                    () -> now));
            customers.prefer("H1", PreferenceWish.of(null, "webhook", null, true, "form"));
            String ticket = open("a-2", "door_lock");
            customers.delivery().runDue(now);
            assertThat(customers.messages(Long.parseLong(ticket)).get(0).error())
                    .isEqualTo("the webhook answered 500");
            customers.delivery().runDue(now);
            assertThat(bodies).as("not before its time").hasSize(1);
            customers.delivery().runDue(now.plus(Duration.ofMinutes(1)));
            assertThat(bodies).hasSize(2);
            assertThat(bodies.get(1))
                    .isEqualTo(bodies.get(0))
                    .doesNotContain("Long Street")
                    .doesNotContain("Ada");
            // As the convention says, and as the service's other webhooks are signed.
            String id = heads.get(0).getFirst("webhook-id");
            assertThat(id).startsWith("message-").isEqualTo(heads.get(1).getFirst("webhook-id"));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signed = id + "." + now.getEpochSecond() + "." + bodies.get(0);
            assertThat(heads.get(0).getFirst("webhook-timestamp")).isEqualTo(String.valueOf(now.getEpochSecond()));
            assertThat(heads.get(0).getFirst("webhook-signature"))
                    .isEqualTo("v1,"
                            + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
            assertThat(customers.messages(Long.parseLong(ticket)).get(0).state())
                    .isEqualTo("sent");
        } finally {
            receiver.stop(0);
            customers.prefer("H1", PreferenceWish.of(null, "email", "ada@example.org", false, "withdrawn"));
        }
    }

    @Test
    void aSecretThatLooksLikeOneOfTheConventionMustBeOne() {
        assertThatThrownBy(() -> new WebhookChannel(URI.create("http://127.0.0.1:1/"), "whsec_short", () -> now))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("short");
    }

    @Test
    void whoNeverAgreedIsNotWrittenTo() {
        customers.prefer("H2", PreferenceWish.of(null, "none", null, false, "said no"));
        String ticket = open("a-3", "heater");
        assertThat(customers.messages(Long.parseLong(ticket))).isEmpty();
        assertThatThrownBy(() -> customers.prefer("H2", PreferenceWish.of(null, "email", "no address", true, "form")))
                .hasMessageContaining("e-mail address");
        assertThatThrownBy(() -> customers.prefer("none", PreferenceWish.of(null, "none", null, true, "form")))
                .hasMessageContaining("no household");
    }

    @Test
    void aRatingBeforeTheWorkIsDoneIsRefused() {
        String ticket = open("a-3", "motor");
        assertThatThrownBy(() -> customers.rate(token(ticket), new Customers.Rating(5, 5, 5, 5, true, null), "online"))
                .hasMessageContaining("nothing to rate yet");
    }
}
