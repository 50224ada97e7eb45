package io.hearthwatch.ingest;

import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one transaction is to write: decoded items of some messages, and what was wrong with others. Owned by one thread and used
 * again and again.
 */
final class Batch {
    private static final int KEPT_BYTES = 4096;

    private final List<Pending> messages = new ArrayList<>();
    private final Map<TypeTable, RowBuffer> rows = new TreeMap<>(Comparator.comparing(TypeTable::id));
    private final List<FaultWriter.Item> faults = new ArrayList<>();
    private final List<ConnectionWriter.Status> statuses = new ArrayList<>();
    private final List<ConnectionWriter.Note> notes = new ArrayList<>();
    private final List<CommandResultWriter.Item> results = new ArrayList<>();
    private final List<RejectWriter.Item> rejects = new ArrayList<>();
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    private int items;
    private int unstamped;
    private long bytes;

    void clear() {
        messages.clear();
        rows.values().forEach(RowBuffer::clear);
        faults.clear();
        statuses.clear();
        notes.clear();
        results.clear();
        rejects.clear();
        reasons.clear();
        items = 0;
        unstamped = 0;
        bytes = 0;
    }

    /** Decodes the same messages once more, by what is known now. */
    void decodeAgain(Decoder decoder) {
        List<Pending> same = List.copyOf(messages);
        clear();
        for (Pending pending : same) {
            pending.forgetAll();
            decoder.decode(pending, this);
        }
    }

    /** Adds a message, whose items are then to be added. */
    int begin(Pending pending) {
        messages.add(pending);
        bytes += pending.bytes();
        return messages.size() - 1;
    }

    void reading(TypeTable table, int no, long time, long receivedAt, double[] values, Origin origin) {
        rows(table).add(no, time, receivedAt, values, 0, origin.owner(), origin.item(), origin.from(), origin.to());
        accepted(origin.owner());
    }

    /** Where readings of a type are put; each that is has to be told by {@link #accepted}. */
    RowBuffer rows(TypeTable table) {
        return rows.computeIfAbsent(table, RowBuffer::new);
    }

    void fault(FaultWriter.Item fault) {
        faults.add(fault);
        accepted(fault.origin().owner());
    }

    void status(ConnectionWriter.Status status) {
        statuses.add(status);
        accepted(status.origin().owner());
    }

    void result(CommandResultWriter.Item result) {
        results.add(result);
        accepted(result.origin().owner());
    }

    void note(ConnectionWriter.Note note) {
        notes.add(note);
    }

    void unstamped() {
        unstamped++;
    }

    /** Counts an item of a message as good. */
    void accepted(int owner) {
        messages.get(owner).accepted();
        items++;
    }

    /** Refuses an item that decoding found wrong. */
    void reject(Origin origin, Problem problem) {
        messages.get(origin.owner()).rejected(problem.reason());
        rejects.add(kept(origin, problem));
        reasons.merge(problem.reason(), 1, Integer::sum);
        items++;
    }

    /** An item as it is kept in {@code telemetry.rejected}. */
    RejectWriter.Item kept(Origin origin, Problem problem) {
        Pending pending = messages.get(origin.owner());
        ReceivedMessage message = pending.message;
        int from = Math.max(0, Math.min(origin.from(), message.payload().length));
        int to = Math.max(from, Math.min(origin.to(), message.payload().length));
        return new RejectWriter.Item(
                message.appliance().no(),
                pending.hash(),
                origin.item(),
                message.kind(),
                Micros.of(message.receivedAt()),
                problem,
                Arrays.copyOfRange(message.payload(), from, Math.min(to, from + KEPT_BYTES)));
    }

    List<Pending> messages() {
        return messages;
    }

    /** In order of type. */
    Collection<RowBuffer> rows() {
        return rows.values();
    }

    List<FaultWriter.Item> faults() {
        return faults;
    }

    List<ConnectionWriter.Status> statuses() {
        return statuses;
    }

    List<ConnectionWriter.Note> notes() {
        return notes;
    }

    List<CommandResultWriter.Item> results() {
        return results;
    }

    List<RejectWriter.Item> rejects() {
        return rejects;
    }

    Map<Reason, Integer> reasons() {
        return reasons;
    }

    /** Items decoded, good or bad. */
    int items() {
        return items;
    }

    int unstampedItems() {
        return unstamped;
    }

    long bytes() {
        return bytes;
    }

    boolean nothingToWrite() {
        return items == 0 && notes.isEmpty();
    }
}
