package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.ingest.commands.Command;
import io.hearthwatch.ingest.commands.CommandQueue;
import io.hearthwatch.ingest.commands.CommandRefusedException;
import io.hearthwatch.ingest.commands.CommandState;
import io.hearthwatch.ingest.commands.Commands;
import io.hearthwatch.ingest.commands.NewCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final Rig rig = new Rig(IngestSettings.defaults().withCommands(3));
    private final Commands commands = rig.ingest.commands();
    private final int no = rig.washers.get(0).no();
    private final int otherNo = rig.washers.get(1).no();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void commandsWaitInTheOrderInWhichTheyWereGiven() {
        Command first = commands.give(no, command("a"));
        commands.give(otherNo, command("x"));
        Command second = commands.give(no, new NewCommand("b", "set", "{\"level\": 2}", Duration.ofHours(1)));
        assertThat(first.state()).isEqualTo(CommandState.QUEUED);
        assertThat(first.expiresAt()).isEqualTo(Rig.NOW.plus(Duration.ofHours(1)));

        assertThat(payloads(0, 10))
                .containsExactly(
                        "{\"id\":\"a\",\"command\":\"self_test\",\"arguments\":{}}",
                        "{\"id\":\"b\",\"command\":\"set\",\"arguments\":{\"level\": 2}}");
        assertThat(payloads(first.seq(), 10)).hasSize(1);
        assertThat(payloads(0, 1)).hasSize(1);
        assertThat(commands.since(0).byAppliance())
                .containsEntry(no, second.seq())
                .containsKey(otherNo);
        assertThat(commands.since(second.seq()).byAppliance()).isEmpty();
    }

    @Test
    void whatIsDeliveredRefusedOrAnsweredWaitsNoMore() {
        Command delivered = commands.give(no, command("a"));
        Command refused = commands.give(no, command("b"));
        commands.give(no, command("c"));
        var waiting = commands.exchange(
                List.of(
                        new CommandQueue.Outcome(delivered.seq(), Rig.NOW, null),
                        new CommandQueue.Outcome(refused.seq(), Rig.NOW, "reason code 0x83")),
                List.of(new CommandQueue.Want(no, 0, 10)));
        assertThat(waiting.get(no)).hasSize(1);

        rig.send(rig.washers.get(0), MessageKind.COMMAND_RESULT, "{\"id\":\"c\",\"ok\":true,\"result\":{\"n\":1}}");
        rig.send(rig.washers.get(1), MessageKind.COMMAND_RESULT, "{\"id\":\"a\",\"ok\":true}");
        assertThat(payloads(0, 10)).isEmpty();
        assertThat(commands.list(no, 10))
                .extracting(Command::id, Command::state, Command::refusal)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("c", CommandState.ANSWERED, null),
                        org.assertj.core.groups.Tuple.tuple("b", CommandState.REFUSED, "reason code 0x83"),
                        org.assertj.core.groups.Tuple.tuple("a", CommandState.DELIVERED, null));
        Command.Answer answer = commands.find(no, "c").orElseThrow().answer();
        assertThat(answer).isEqualTo(new Command.Answer(Rig.NOW, true, "{\"n\": 1}"));
    }

    @Test
    void aCommandThatWaitedTooLongExpires() {
        Command command = commands.give(no, command("a"));
        Commands later = new Commands(rig.test.database(), () -> Rig.NOW.plus(Duration.ofHours(1)), 3);
        assertThat(later.find(no, "a")).map(Command::state).contains(CommandState.EXPIRED);
        assertThat(later.exchange(List.of(), List.of(new CommandQueue.Want(no, 0, 10))))
                .isEmpty();

        assertThat(commands.expire(Rig.NOW)).isZero();
        assertThat(commands.expire(command.expiresAt())).isOne();
        assertThat(commands.find(no, "a")).map(Command::state).contains(CommandState.EXPIRED);
        // its acknowledgement was under way
        commands.exchange(List.of(new CommandQueue.Outcome(command.seq(), Rig.NOW, null)), List.of());
        assertThat(commands.find(no, "a")).map(Command::state).contains(CommandState.DELIVERED);
    }

    @Test
    void onlySoManyCommandsWaitForOneAppliance() {
        for (String id : List.of("a", "b", "c")) {
            commands.give(no, command(id));
        }
        assertThatThrownBy(() -> commands.give(no, command("d")))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageContaining("3 commands wait");
        commands.give(otherNo, command("d"));
        rig.send(rig.washers.get(0), MessageKind.COMMAND_RESULT, "{\"id\":\"b\",\"ok\":false}");
        commands.give(no, command("d"));
    }

    @Test
    void theSameCommandAgainIsNotQueuedTwice() {
        Command first = commands.give(no, command("a"));
        assertThat(commands.give(no, command("a"))).isEqualTo(first);
        assertThatThrownBy(() -> commands.give(no, new NewCommand("a", "other", null, Duration.ofHours(1))))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageContaining("another command");
    }

    @Test
    void aWrongCommandIsRefusedInWords() {
        assertThatThrownBy(() -> NewCommand.of("self test", null, Duration.ofHours(1)))
                .hasMessageContaining("name");
        assertThatThrownBy(() -> NewCommand.of("t", "[1]", Duration.ofHours(1))).hasMessageContaining("JSON object");
        assertThatThrownBy(() -> NewCommand.of("t", "{} {}", Duration.ofHours(1)))
                .hasMessageContaining("JSON object");
        assertThatThrownBy(() -> NewCommand.of("t", null, Duration.ZERO)).hasMessageContaining("one second");
    }

    @Test
    void whatHappensToAConnectionIsCountedAndDated() {
        var washer = rig.washers.get(0);
        rig.ingest.note(washer, ConnectionEvent.SLOWED, 3);
        rig.ingest.note(washer, ConnectionEvent.SLOWED, 2);
        rig.ingest.note(washer, ConnectionEvent.REFUSED, 1);
        rig.send(washer, MessageKind.STATUS, "{}");
        ConnectionRow row = rig.ingest.stored().connection(no).orElseThrow();
        assertThat(row.slowed()).isEqualTo(new ConnectionRow.Trouble(Rig.NOW, 5));
        assertThat(row.refused()).isEqualTo(new ConnectionRow.Trouble(Rig.NOW, 1));
        assertThat(row.cut()).isEqualTo(ConnectionRow.Trouble.NEVER);
        assertThat(row.connectedAt()).isNull();
    }

    private List<String> payloads(long after, int limit) {
        return commands
                .exchange(List.of(), List.of(new CommandQueue.Want(no, after, limit)))
                .getOrDefault(no, List.of())
                .stream()
                .map(waiting -> new String(waiting.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static NewCommand command(String id) {
        return new NewCommand(id, "self_test", null, Duration.ofHours(1));
    }
}
