package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.Delivery;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import io.hearthwatch.servicedesk.outbox.OutgoingEvent;
import io.hearthwatch.servicedesk.outbox.WebhookWish;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to subscriptions at the same moment, or long after. */
class OutboxRacesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Desk it;
    private Outgoing outgoing;
    private int appliances;

    @BeforeEach
    void open() {
        it = new Desk().withService();
        outgoing = it.desk.outgoing();
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        it.close();
    }

    private static WebhookWish wish(String name, String url, List<String> types) {
        return new WebhookWish(name, url, types, null, null, null, null, null, null);
    }

    private void subscribed(String url) {
        outgoing.webhooks().make(wish("erp", url, null), null, null, "Li", Scope.EVERYTHING);
    }

    private long happens() {
        int washer = it.fleet
                .add(NewAppliance.of("x-" + ++appliances, "washer"))
                .appliance()
                .no();
        return it.desk.propose(Desk.proposal(washer, "pump", .4, START)).ticketId();
    }

    private List<OutgoingEvent> events() {
        return outgoing.after(0, 1000, List.of(), Scope.EVERYTHING);
    }

    private void awaitWaiting(Future<?> orDone) {
        await().until(() -> orDone.isDone() || it.number("""
                        select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                        """) > 0);
    }

    @Test
    void whatALineNotesAndWhatIsLinedUpBehindItDoNotWaitForEachOtherInACircle() throws Exception {
        subscribed("http://127.0.0.1:1/");
        long ticket = happens();
        events();
        it.desk.cancel(ticket, EndReason.FALSE_ALARM, "Li");
        Future<?> linesUp = it.database().inTransaction(connection -> {
            Sql.list(connection, "select 1 from service.webhook_line for update", row -> 1);
            Future<?> begun = threads.submit(this::events);
            awaitWaiting(begun);
            Sql.update(connection, """
                    insert into service.webhook_attempt (webhook, event, at, millis, error)
                    select webhook, event, ?, 1, 'no' from service.webhook_delivery limit 1
                    """, START);
            return begun;
        });
        assertThatCode(linesUp::get).doesNotThrowAnyException();
        assertThat(outgoing.backlog().waiting()).isEqualTo(events().size());
    }

    @Test
    void anEventIsSentAgainLongAfterItsLineWasEmpty() {
        try (Receiver receiver = new Receiver(request -> Receiver.OK);
                Delivery delivery = outgoing.delivery(InstantSource.system())) {
            subscribed(receiver.url());
            happens();
            delivery.start();
            String event = events().get(0).id();
            await().until(() -> !receiver.got().isEmpty() && outgoing.backlog().waiting() == 0);
            outgoing.forget(it.now);
            int before = receiver.got().size();
            assertThat(outgoing.deadLetters().replayEvent("erp", event, Scope.EVERYTHING))
                    .isEqualTo(1);
            await().atMost(Duration.ofSeconds(20)).until(() -> receiver.got().size() > before);
            assertThat(receiver.got().get(before).id()).isEqualTo(event);
        }
    }

    @Test
    void twoWhoChangeASubscriptionAtOnceLoseNothingOfEachOther() throws Exception {
        subscribed("http://127.0.0.1:1/");
        Future<?> other = it.database().inTransaction(connection -> {
            Sql.update(connection, "update service.webhook set kinds = '{ticket.*}'");
            Future<?> begun = threads.submit(
                    () -> outgoing.webhooks().change("erp", wish(null, "http://127.0.0.1:2/", null), Scope.EVERYTHING));
            awaitWaiting(begun);
            return begun;
        });
        other.get();
        assertThat(outgoing.webhooks().one("erp", Scope.EVERYTHING).types()).containsExactly("ticket.*");
        assertThat(outgoing.webhooks().one("erp", Scope.EVERYTHING).url()).isEqualTo("http://127.0.0.1:2/");
    }
}
