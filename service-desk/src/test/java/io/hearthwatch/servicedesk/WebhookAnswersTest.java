package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.DeadLetters.DeadLetter;
import io.hearthwatch.servicedesk.outbox.DeadLetters.Delivered;
import io.hearthwatch.servicedesk.outbox.Delivery;
import io.hearthwatch.servicedesk.outbox.OutboxSettings;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import io.hearthwatch.servicedesk.outbox.OutgoingEvent;
import io.hearthwatch.servicedesk.outbox.WebhookWish;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What receivers answer, however strange, is their own affair: it stops nobody's events, and is told as it was. */
class WebhookAnswersTest {
    private static final OutboxSettings FAST = OutboxSettings.defaults()
            .withTimeout(Duration.ofSeconds(20))
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

    private Receiver receiver(String name, Function<Receiver.Got, String> behaviour) {
        Receiver receiver = new Receiver(behaviour);
        open.add(0, receiver);
        outgoing.webhooks()
                .make(
                        new WebhookWish(name, receiver.url(), null, null, null, null, null, null, null),
                        null,
                        null,
                        "Li",
                        Scope.EVERYTHING);
        return receiver;
    }

    private void deliver(OutboxSettings settings) {
        outgoing.configure(settings, Duration.ofDays(30));
        Delivery delivery = outgoing.delivery(InstantSource.system());
        open.add(0, delivery);
        delivery.start();
    }

    private List<OutgoingEvent> happens(int tickets) {
        for (int i = 0; i < tickets; i++) {
            int washer = it.fleet
                    .add(NewAppliance.of("x-" + ++appliances, "washer"))
                    .appliance()
                    .no();
            it.desk.propose(Desk.proposal(washer, "pump", .4, START));
        }
        return outgoing.after(0, 1000, List.of(), Scope.EVERYTHING);
    }

    private void awaitDelivered() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(outgoing.backlog().waiting()).isZero());
    }

    @Test
    void nonsenseThatNoDatabaseTakesIsAFailureAsAnyOther() {
        Set<String> tried = new HashSet<>();
        receiver("erp", request -> tried.add(request.id()) ? "\0\1 \u001b[31m what\u2028\r\n\r\n" : Receiver.OK);
        deliver(FAST);
        List<OutgoingEvent> events = happens(2);
        awaitDelivered();
        for (OutgoingEvent event : events) {
            Delivered delivered = outgoing.deadLetters().delivery("erp", event.id(), Scope.EVERYTHING);
            assertThat(delivered.failures()).hasSize(1);
            assertThat(delivered.failures().get(0).error())
                    .contains("the connection broke")
                    .matches("[ -~]+");
        }
    }

    @Test
    void anAnswerCountsByItsHeadThoughItsBodyNeverEnds() {
        Receiver taking = receiver("taking", request -> "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nsome");
        Receiver failing = receiver("failing", request -> "HTTP/1.1 500 Oh\r\nContent-Length: 500\r\n\r\nsome");
        deliver(FAST.withAttempts(2));
        List<OutgoingEvent> events = happens(2);
        await().atMost(Duration.ofSeconds(30)).until(() -> outgoing.backlog().parked() == 2);
        assertThat(failing.got()).hasSize(4);
        assertThat(outgoing.deadLetters().parked("failing", Scope.EVERYTHING, 10))
                .extracting(DeadLetter::lastStatus)
                .containsOnly(500);
        await().untilAsserted(() -> assertThat(taking.got()).hasSameSizeAs(events));
        for (OutgoingEvent event : events) {
            assertThat(outgoing.deadLetters()
                            .delivery("taking", event.id(), Scope.EVERYTHING)
                            .state())
                    .isEqualTo("delivered");
        }
        assertThat(taking.got()).as("none came again").hasSameSizeAs(events);
    }

    @Test
    void oneThatCannotBeNotedHoldsUpNoOther() {
        it.execute("""
                create function service.refuse() returns trigger language plpgsql as $$
                begin
                    raise exception 'not this one';
                end $$
                """);
        it.execute("create trigger refuse before insert on service.webhook_attempt for each row execute function"
                + " service.refuse()");
        try {
            Receiver sick = receiver("sick", request -> Receiver.ERROR);
            Receiver healthy = receiver("healthy", request -> Receiver.OK);
            deliver(FAST.withTimeout(Duration.ofSeconds(2)).withLease(Duration.ofSeconds(3)));
            List<OutgoingEvent> events = happens(3);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(healthy.got())
                            .extracting(Receiver.Got::id)
                            .containsAll(events.stream().map(OutgoingEvent::id).toList()));
            await().untilAsserted(() -> assertThat(sick.got()).isNotEmpty());
            sick.behave(request -> Receiver.OK);
            awaitDelivered();
        } finally {
            // The next test has the same tables.
            it.execute("drop function service.refuse() cascade");
        }
    }
}
