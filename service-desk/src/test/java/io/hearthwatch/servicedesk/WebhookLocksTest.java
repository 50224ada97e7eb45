package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import io.hearthwatch.servicedesk.outbox.WebhookWish;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever notes an answer holds the ticket's line, and then needs the subscription to be there. Others that hold the subscription wait for
 * lines: they must leave it to be seen meanwhile, or both wait for each other.
 */
class WebhookLocksTest {
    private static final String WAITS = "select count(*) n from pg_locks where not granted";

    private Desk it;
    private Outgoing outgoing;
    private long ticket;

    @BeforeEach
    void open() {
        it = new Desk().withService();
        outgoing = it.desk.outgoing();
        outgoing.webhooks()
                .make(
                        new WebhookWish("erp", "http://x.example/", null, null, null, null, null, null, null),
                        null,
                        null,
                        "Li",
                        Scope.EVERYTHING);
        int washer = it.fleet.add(NewAppliance.of("x-1", "washer")).appliance().no();
        ticket = it.desk.propose(Desk.proposal(washer, "pump", .4, START)).ticketId();
        outgoing.after(0, 1000, List.of(), Scope.EVERYTHING);
    }

    @AfterEach
    void close() {
        it.close();
    }

    /** What is done while an answer is being noted. */
    private void whileAnAnswerIsNoted(Runnable work) throws Exception {
        CompletableFuture<Void> beside = it.database().inTransaction(noting -> {
            Sql.list(noting, "select 1 from service.webhook_line order by ticket for update", row -> null);
            CompletableFuture<Void> working = CompletableFuture.runAsync(work);
            await().atMost(Duration.ofSeconds(30)).until(() -> working.isDone() || waits(noting) > 0);
            Sql.list(noting, "select 1 from service.webhook for key share", row -> null);
            return working;
        });
        beside.get(30, TimeUnit.SECONDS);
    }

    private static long waits(Connection connection) throws SQLException {
        return Sql.first(connection, WAITS, row -> row.getLong("n")).orElse(0L);
    }

    @Test
    void newEventsAreLinedUp() throws Exception {
        it.desk.cancel(ticket, EndReason.FALSE_ALARM, "Li");
        whileAnAnswerIsNoted(() -> assertThat(outgoing.after(0, 1000, List.of("ticket.cancelled"), Scope.EVERYTHING))
                .hasSize(1));
    }

    @Test
    void everythingIsSentAgain() throws Exception {
        whileAnAnswerIsNoted(() -> assertThat(outgoing.deadLetters().replayFrom("erp", START, Scope.EVERYTHING))
                .isPositive());
    }

    @Test
    void theSubscriptionIsRemoved() throws Exception {
        whileAnAnswerIsNoted(() -> outgoing.webhooks().remove("erp", Scope.EVERYTHING));
        assertThat(outgoing.webhooks().all(Scope.EVERYTHING)).isEmpty();
        assertThat(it.number("select count(*) from service.webhook_line")).isZero();
    }
}
