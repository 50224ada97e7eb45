package io.hearthwatch.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is judged: whatever may go wrong between acknowledgement and database is found. */
class CheckerTest {
    @TempDir
    Path temp;

    private final House house = new House();
    private final MessageMaker maker = new MessageMaker(House.APPLIANCE, 5, InstantSource.system(), new AtomicLong());
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = new Ledger(temp.resolve("ledger.txt"));
    }

    @AfterEach
    void close() {
        ledger.close();
        house.close();
    }

    private Findings check() throws Exception {
        return house.check(temp.resolve("ledger.txt"));
    }

    /** Stores messages as the server does, and notes the answers as their sender does. */
    private void exchange(Message... messages) throws Exception {
        List<Future<Verdict>> verdicts = new ArrayList<>();
        for (Message message : messages) {
            ledger.sent(message);
            verdicts.add(house.ingest.accept(new ReceivedMessage(
                    house.credential.appliance(),
                    message.kind().equals("faults") ? MessageKind.FAULTS : MessageKind.TELEMETRY,
                    message.payload().getBytes(StandardCharsets.UTF_8),
                    InstantSource.system().instant(),
                    ContentType.JSON)));
        }
        for (int i = 0; i < messages.length; i++) {
            Verdict verdict =
                    verdicts.get(i).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
            if (verdict.allRejected()) {
                ledger.refused(messages[i], 0x99);
            } else {
                ledger.acknowledged(messages[i]);
            }
        }
    }

    private void exchangeMany() throws Exception {
        Message[] messages = new Message[200];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = maker.next();
        }
        exchange(messages);
    }

    private static Message reading(long id, long millis) {
        return new Message(
                id,
                House.APPLIANCE,
                "telemetry",
                "{\"ts\":" + millis + ",\"values\":{\"drum_vibration\":1.5,\"programme\":\"spin\"}}");
    }

    @Test
    void honestServerPasses() throws Exception {
        exchangeMany();
        Findings found = check();
        assertThat(found.good()).as(found.examples().toString()).isTrue();
        assertThat(found.sent()).isEqualTo(200);
        assertThat(found.acknowledged() + found.refused()).isEqualTo(200);
        assertThat(found.refused()).isPositive();
        assertThat(found.keptItems()).isPositive();
    }

    @Test
    void acknowledgedButNotStoredIsLost() throws Exception {
        exchangeMany();
        Message lost = maker.next();
        ledger.sent(lost);
        ledger.acknowledged(lost);
        Findings found = check();
        assertThat(found.lost()).isPositive();
        assertThat(found.good()).isFalse();
    }

    @Test
    void acknowledgedAndThenDeletedIsLost() throws Exception {
        exchangeMany();
        house.execute("delete from telemetry.fault where ctid = (select min(ctid) from telemetry.fault)");
        assertThat(check().lost()).isEqualTo(1);
    }

    @Test
    void rowThatIsThereTwiceIsDoubled() throws Exception {
        exchangeMany();
        house.execute("alter table telemetry.washing_machine drop constraint washing_machine_pkey");
        house.execute("insert into telemetry.washing_machine select * from telemetry.washing_machine limit 3");
        Findings found = check();
        assertThat(found.doubled()).isEqualTo(3);
        assertThat(found.lost()).isZero();
        assertThat(found.good()).isFalse();
    }

    @Test
    void otherValueAndValueThatWasNotSentAreChanged() throws Exception {
        long now = InstantSource.system().millis();
        exchange(reading(1, now - 1), reading(2, now - 2), reading(3, now - 3));
        house.execute("update telemetry.washing_machine set drum_vibration = 1.5000001"
                + " where time = 'epoch'::timestamptz + " + (now - 1) + " * interval '1 ms'");
        house.execute("update telemetry.washing_machine set energy = 1" + " where time = 'epoch'::timestamptz + "
                + (now - 2) + " * interval '1 ms'");
        Findings found = check();
        assertThat(found.changed()).isEqualTo(2);
        assertThat(found.good()).isFalse();
    }

    @Test
    void rowThatNobodySentIsInvented() throws Exception {
        exchange(reading(1, InstantSource.system().millis()));
        house.execute(
                "insert into telemetry.washing_machine (appliance_no, time, received_at, drum_vibration)"
                        + " select appliance_no, time + interval '1 ms', received_at, drum_vibration from telemetry.washing_machine");
        Findings found = check();
        assertThat(found.invented()).isEqualTo(1);
        assertThat(found.good()).isFalse();
    }

    @Test
    void sendingOfWhichNobodyHeardAgainIsUnreported() throws Exception {
        long now = InstantSource.system().millis();
        Message silent = reading(1, now);
        Message told = reading(2, now - 1);
        ledger.sent(silent);
        ledger.sent(told);
        ledger.failed(told, "the connection ended");
        Findings found = check();
        assertThat(found.unacknowledged()).isEqualTo(2);
        assertThat(found.unreported()).isEqualTo(1);
        assertThat(found.lost()).isZero();
        assertThat(found.good()).isFalse();
    }

    @Test
    void refusedAndNotKeptIsLost() throws Exception {
        Message bad = new Message(1, House.APPLIANCE, "telemetry", "{\"ts\":1,\"values\":{}}");
        ledger.sent(bad);
        ledger.refused(bad, 0x99);
        assertThat(check().lost()).isEqualTo(1);
    }
}
