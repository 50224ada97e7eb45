package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.Addresses;
import io.hearthwatch.servicedesk.outbox.DeadLetters.DeadLetter;
import io.hearthwatch.servicedesk.outbox.Delivery;
import io.hearthwatch.servicedesk.outbox.OutboxSettings;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import io.hearthwatch.servicedesk.outbox.OutgoingEvent;
import io.hearthwatch.servicedesk.outbox.WebhookWish;
import io.hearthwatch.servicedesk.outbox.Webhooks;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a receiver behaves, it gets every event at least once, and those of a ticket in order. */
class WebhookDeliveryTest {
    private static final OutboxSettings FAST = OutboxSettings.defaults()
            .withTimeout(Duration.ofMillis(400))
            .withLease(Duration.ofMillis(900))
            .withPauses(Duration.ofMillis(20), Duration.ofMillis(120))
            .withAttempts(60);

    private Desk it;
    private Outgoing outgoing;
    private int appliances;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void open() {
        it = new Desk().withService();
        outgoing = it.desk.outgoing();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        it.close();
    }

    private Receiver receiver(java.util.function.Function<Receiver.Got, String> behaviour) {
        Receiver receiver = new Receiver(behaviour);
        open.add(0, receiver);
        return receiver;
    }

    private Delivery delivers(OutboxSettings settings) {
        outgoing.configure(settings, Duration.ofDays(30));
        Delivery delivery = outgoing.delivery(InstantSource.system());
        open.add(0, delivery);
        delivery.start();
        return delivery;
    }

    private static WebhookWish wish(String name, String url) {
        return new WebhookWish(name, url, null, null, null, null, null, null, null);
    }

    private Webhooks.Made subscribed(Receiver receiver) {
        return outgoing.webhooks().make(wish("erp", receiver.url()), null, null, "Li", Scope.EVERYTHING);
    }

    /** Opens and cancels tickets; what there is to deliver. */
    private List<OutgoingEvent> happens(int tickets) {
        for (int i = 0; i < tickets; i++) {
            int washer = it.fleet
                    .add(NewAppliance.of("x-" + ++appliances, "washer"))
                    .appliance()
                    .no();
            long ticket =
                    it.desk.propose(Desk.proposal(washer, "pump", .4, START)).ticketId();
            it.desk.cancel(ticket, EndReason.FALSE_ALARM, "Li");
        }
        return outgoing.after(0, 1000, List.of(), Scope.EVERYTHING);
    }

    private static Set<String> ids(List<OutgoingEvent> events) {
        return new HashSet<>(events.stream().map(OutgoingEvent::id).toList());
    }

    private static Set<String> got(Receiver receiver) {
        return new HashSet<>(receiver.got().stream().map(Receiver.Got::id).toList());
    }

    /** The first time that each event came, a ticket's came in order, and no event came again after a later one of its ticket. */
    private static void assertInOrder(Receiver receiver) {
        Map<String, List<String>> lines = new HashMap<>();
        for (Receiver.Got each : receiver.got()) {
            lines.computeIfAbsent(each.ticket(), ticket -> new ArrayList<>()).add(each.sequence());
        }
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy((ticket, line) -> assertThat(line).isSorted());
    }

    private void awaitAll(Receiver receiver, List<OutgoingEvent> events) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> got(receiver).containsAll(ids(events))
                        && outgoing.backlog().waiting() == 0);
    }

    @Test
    void everyEventArrivesInOrderHoweverTheReceiverBehaves() {
        Random random = new Random(7);
        Map<String, Integer> tried = new ConcurrentHashMap<>();
        Receiver receiver = receiver(request -> {
            int before = tried.merge(request.id(), 1, Integer::sum);
            return before > 3
                    ? Receiver.OK
                    : switch (random.nextInt(12)) {
                        case 0 -> Receiver.HANG;
                        case 1 -> Receiver.LATE;
                        case 2 -> Receiver.CLOSE;
                        case 3, 4 -> Receiver.ERROR;
                        case 5 -> "nonsense\r\n\r\n";
                        case 6 -> "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
                        default -> Receiver.OK;
                    };
        });
        subscribed(receiver);
        delivers(FAST);
        awaitAll(receiver, happens(12));
        assertInOrder(receiver);
        assertThat(receiver.mostAtOnce.get()).isPositive();
        assertThat(outgoing.counts().failed()).isPositive();
    }

    @Test
    void signaturesAreTheStandardOnesAndSecretsChangeOver() throws Exception {
        Receiver receiver = receiver(request -> Receiver.OK);
        Webhooks.Made made = subscribed(receiver);
        assertThat(made.secret()).startsWith("whsec_");
        assertThat(made.webhook().toString()).doesNotContain(made.secret());
        delivers(FAST);
        awaitAll(receiver, happens(1));
        assertThat(receiver.got()).allSatisfy(request -> {
            assertThat(request.headers()).containsEntry("content-type", "application/cloudevents+json; charset=utf-8");
            assertThat(request.headers().get("webhook-signature")).isEqualTo(signature(made.secret(), request));
            assertThat(Long.parseLong(request.headers().get("webhook-timestamp")))
                    .isCloseTo(System.currentTimeMillis() / 1000, org.assertj.core.api.Assertions.within(60L));
        });
        Webhooks.Made second = outgoing.webhooks().rotate("erp", null, Duration.ofHours(1), Scope.EVERYTHING);
        int before = receiver.got().size();
        outgoing.deadLetters().replayEvent("erp", receiver.got().get(0).id(), Scope.EVERYTHING);
        await().until(() -> receiver.got().size() > before);
        Receiver.Got again = receiver.got().get(before);
        assertThat(again.id()).isEqualTo(receiver.got().get(0).id());
        assertThat(again.headers().get("webhook-signature"))
                .isEqualTo(signature(second.secret(), again) + " " + signature(made.secret(), again));
        await().until(() -> outgoing.backlog().waiting() == 0);
        it.now = START.plus(Duration.ofHours(2));
        int then = receiver.got().size();
        outgoing.deadLetters().replayEvent("erp", again.id(), Scope.EVERYTHING);
        await().until(() -> receiver.got().size() > then);
        assertThat(receiver.got().get(then).headers().get("webhook-signature"))
                .isEqualTo(signature(second.secret(), receiver.got().get(then)));
    }

    private static String signature(String secret, Receiver.Got request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            String signed = request.id() + "." + request.headers().get("webhook-timestamp") + "." + request.body();
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLineIsParkedWholeAndGoesOnInOrderOnceItIsReplayed() {
        Receiver receiver = receiver(request -> Receiver.ERROR);
        subscribed(receiver);
        delivers(FAST.withAttempts(3));
        List<OutgoingEvent> events = happens(2);
        await().until(() -> outgoing.backlog().parked() == 2);
        // The first event of each ticket only.
        assertThat(got(receiver)).hasSize(2);
        List<DeadLetter> dead = outgoing.deadLetters().parked("erp", Scope.EVERYTHING, 10);
        assertThat(dead).allSatisfy(each -> {
            assertThat(each.sequence()).isEqualTo(1);
            assertThat(each.lastStatus()).isEqualTo(500);
            assertThat(each.attempts()).isEqualTo(3);
            assertThat(each.waiting()).isGreaterThan(1);
        });
        assertThat(outgoing.deadLetters()
                        .delivery("erp", dead.get(0).event(), Scope.EVERYTHING)
                        .failures())
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure.status()).isEqualTo(500));
        receiver.behave(request -> Receiver.OK);
        assertThatThrownBy(() -> outgoing.deadLetters()
                        .skip("erp", events.get(events.size() - 1).id(), "not needed", "Li", Scope.EVERYTHING))
                .hasMessageContaining("is not the first that waits");
        outgoing.deadLetters().skip("erp", dead.get(0).event(), "not needed", "Li", Scope.EVERYTHING);
        assertThat(outgoing.deadLetters().replayParked("erp", null, Scope.EVERYTHING))
                .isEqualTo(1);
        await().until(() -> outgoing.backlog().waiting() == 0);
        assertThat(got(receiver)).containsAll(ids(events));
        assertInOrder(receiver);
        assertThat(outgoing.deadLetters()
                        .delivery("erp", dead.get(0).event(), Scope.EVERYTHING)
                        .state())
                .isEqualTo("skipped");
    }

    @Test
    void everythingSinceATimeIsSentAgainInOrderWithTheSameIds() {
        Receiver receiver = receiver(request -> Receiver.OK);
        subscribed(receiver);
        delivers(FAST);
        List<OutgoingEvent> events = happens(3);
        awaitAll(receiver, events);
        int before = receiver.got().size();
        assertThat(outgoing.deadLetters().replayFrom("erp", START, Scope.EVERYTHING))
                .isEqualTo(events.size());
        await().until(() -> outgoing.backlog().waiting() == 0);
        List<Receiver.Got> again = receiver.got().subList(before, receiver.got().size());
        assertThat(again.stream().map(Receiver.Got::id)).containsAll(ids(events));
        Map<String, List<String>> lines = new HashMap<>();
        again.forEach(each -> lines.computeIfAbsent(each.ticket(), ticket -> new ArrayList<>())
                .add(each.sequence()));
        assertThat(lines)
                .hasSize(3)
                .allSatisfy((ticket, line) -> assertThat(line).isSorted());
    }

    @Test
    void aProcessThatDiesLosesNothingAndAnotherGoesOn() {
        AtomicInteger requests = new AtomicInteger();
        Receiver receiver = receiver(request -> requests.incrementAndGet() % 5 == 0 ? Receiver.LATE : Receiver.OK);
        subscribed(receiver);
        ServiceDesk other = it.withCatalog(it.catalog);
        other.outgoing().configure(FAST, Duration.ofDays(30));
        Delivery second = other.outgoing().delivery(InstantSource.system());
        open.add(0, second);
        delivers(FAST);
        second.start();
        List<OutgoingEvent> events = happens(10);
        // As a process that is killed: it leased a line, and never comes back.
        it.execute("""
                update service.webhook_line set lease = gen_random_uuid(), leased_until = clock_timestamp() + interval '700 ms'
                where next_at is not null
                """);
        second.close();
        awaitAll(receiver, events);
        Map<String, Integer> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Receiver.Got each : receiver.got()) {
            if (seen.add(each.id())) {
                int sequence = Integer.parseInt(each.sequence());
                assertThat(newest.getOrDefault(each.ticket(), 0)).isEqualTo(sequence - 1);
                newest.put(each.ticket(), sequence);
            }
        }
    }

    @Test
    void aSlowReceiverHoldsUpNobodyElse() {
        Receiver slow = receiver(request -> Receiver.HANG);
        Receiver quick = receiver(request -> Receiver.OK);
        outgoing.webhooks().make(wish("slow", slow.url()), null, null, "Li", Scope.EVERYTHING);
        outgoing.webhooks().make(wish("quick", quick.url()), null, null, "Li", Scope.EVERYTHING);
        // Longer than any machine holds a test up: a request that times out makes room for another.
        delivers(FAST.withTimeout(Duration.ofHours(1)));
        List<OutgoingEvent> events = happens(8);
        await().atMost(Duration.ofSeconds(30)).until(() -> got(quick).containsAll(ids(events)));
        await().untilAsserted(() -> assertThat(slow.got()).hasSize(4));
        assertThat(slow.mostAtOnce.get()).isEqualTo(4);
        slow.close();
    }

    @Test
    void aRequestThatTimesOutIsHungUpBeforeItIsSentAgain() {
        Receiver slow = receiver(request -> Receiver.HANG);
        subscribed(slow);
        delivers(FAST.withAttempts(3));
        happens(6);
        await().atMost(Duration.ofSeconds(30)).until(() -> outgoing.backlog().parked() == 6);
        assertThat(slow.got()).hasSize(18);
        // Nobody is kept on the line by a sender that has given up, or a receiver would be asked more and more at once.
        await().untilAsserted(() -> assertThat(slow.atOnce.get()).isZero());
        assertInOrder(slow);
    }

    @Test
    void goneStopsASubscriptionAndWhatHappensMeanwhileIsSentAfterwards() {
        Receiver receiver = receiver(request -> "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
        subscribed(receiver);
        delivers(FAST);
        happens(1);
        await().until(() -> !outgoing.webhooks().one("erp", Scope.EVERYTHING).active());
        assertThat(outgoing.webhooks().one("erp", Scope.EVERYTHING).stoppedWhy())
                .contains("410");
        int fewRequests = receiver.got().size();
        List<OutgoingEvent> events = happens(3);
        await().during(Duration.ofMillis(400)).until(() -> receiver.got().size() == fewRequests);
        receiver.behave(request -> Receiver.OK);
        outgoing.webhooks()
                .change("erp", new WebhookWish(null, null, null, null, null, null, null, null, true), Scope.EVERYTHING);
        await().until(() -> got(receiver).containsAll(ids(events)));
        assertInOrder(receiver);
    }

    @Test
    void receiverThatAsksForAPauseGetsIt() {
        AtomicInteger requests = new AtomicInteger();
        Receiver receiver = receiver(request -> requests.incrementAndGet() == 1
                ? "HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
                : Receiver.OK);
        subscribed(receiver);
        delivers(FAST.withPauses(Duration.ofMillis(20), Duration.ofSeconds(5)));
        long begun = System.nanoTime();
        List<OutgoingEvent> events = happens(1);
        awaitAll(receiver, events);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void onlyWhatWasSubscribedToIsSentAndNotWhatTheReceiverDidItself() {
        Receiver receiver = receiver(request -> Receiver.OK);
        outgoing.webhooks()
                .make(
                        new WebhookWish(
                                "few",
                                receiver.url(),
                                List.of("io.hearthwatch.ticket.opened", "ticket.cancelled"),
                                null,
                                "A",
                                "binary",
                                true,
                                List.of("erp-user"),
                                null),
                        null,
                        null,
                        "Li",
                        Scope.EVERYTHING);
        delivers(FAST);
        List<Integer> washers = it.appliances(2);
        it.execute("update service.household set centre = 'A'");
        long first = it.desk
                .propose(Desk.proposal(washers.get(1), "pump", .4, START))
                .ticketId();
        it.desk.cancel(first, EndReason.FALSE_ALARM, "erp-user");
        await().until(() -> receiver.got().size() == 1 && outgoing.backlog().waiting() == 0);
        Receiver.Got got = receiver.got().get(0);
        assertThat(got.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("ce-type", "io.hearthwatch.ticket.opened")
                .containsEntry("ce-specversion", "1.0")
                .containsEntry("ce-subject", Long.toString(first))
                .containsEntry("ce-id", got.id());
        assertThat(got.json()).containsEntry("state", "opened");
        assertThat(got.json().get("customer").toString()).contains("Ada", "Long Street 1");
        assertThat(it.number("select count(*) from service.look where what = 'webhook' and household = 'H1'"))
                .isEqualTo(1);
    }

    @Test
    void onlyAddressesThatAreAllowedAreAsked() {
        Receiver receiver = receiver(request -> Receiver.OK);
        subscribed(receiver);
        delivers(FAST.withAddresses(Addresses.PUBLIC).withAttempts(2));
        happens(1);
        await().until(() -> outgoing.backlog().parked() == 1);
        assertThat(receiver.got()).isEmpty();
        assertThat(outgoing.deadLetters()
                        .parked("erp", Scope.EVERYTHING, 10)
                        .get(0)
                        .lastError())
                .contains("private address");
        for (String bad :
                Arrays.asList("ftp://x/", "http:///x", "https://u:p@host/", "file:///etc/passwd", "nothing")) {
            assertThatThrownBy(() -> wish("bad", bad)).as(bad).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void nobodySubscribesToWhatTheyMayNotSee() {
        Scope centre = new Scope(Set.of("A"), null);
        assertThatThrownBy(() -> outgoing.webhooks().make(wish("all", "http://x.example/"), null, null, "Li", centre))
                .hasMessageContaining("not yours");
        outgoing.webhooks()
                .make(
                        new WebhookWish("own", "http://x.example/", null, null, "A", null, null, null, null),
                        null,
                        null,
                        "Li",
                        centre);
        outgoing.webhooks().make(wish("all", "http://x.example/"), null, null, "Wang", Scope.EVERYTHING);
        assertThat(outgoing.webhooks().all(centre))
                .extracting(io.hearthwatch.servicedesk.outbox.Webhook::name)
                .containsExactly("own");
        assertThatThrownBy(() -> outgoing.webhooks().remove("all", centre)).isInstanceOf(Refusal.class);
    }

    @Test
    void whatWaitsOutlivesTheRetentionAndWhatWasDeliveredDoesNot() {
        Receiver receiver = receiver(request -> Receiver.OK);
        subscribed(receiver);
        List<OutgoingEvent> events = happens(2);
        it.now = START.plus(Duration.ofDays(60));
        assertThat(outgoing.forget(it.now)).isZero();
        delivers(FAST);
        awaitAll(receiver, events);
        assertThat(outgoing.forget(it.now)).isGreaterThanOrEqualTo(events.size());
        assertThat(it.number("select count(*) from service.webhook_delivery")).isZero();
    }
}
