package io.hearthwatch.benchmarks.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a {@link Ledger} wrote. */
final class LedgerFile {
    /** What became of a message as its sender knows it. */
    enum Answer {
        /** No answer; the sender still has it. */
        NONE,
        ACKNOWLEDGED,
        /** Answered that nothing of it was good. */
        REFUSED
    }

    /** A message and its last answer. */
    static final class Entry {
        final Message message;
        Answer answer = Answer.NONE;
        /** Whether the sender was told of a failure after it had sent it last. */
        boolean failureReported;

        Entry(Message message) {
            this.message = message;
        }
    }

    private LedgerFile() {}

    /**
     * All messages in order of sending.
     *
     * @throws IOException if the file cannot be read or has a line that a ledger does not write
     */
    static List<Entry> read(Path path) throws IOException {
        Map<Long, Entry> entries = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", 5);
                long id = Long.parseLong(fields[1]);
                if (fields[0].equals("S")) {
                    entries.put(id, new Entry(new Message(id, fields[2], fields[3], fields[4])));
                    continue;
                }
                Entry entry = entries.get(id);
                if (entry == null) {
                    throw new IOException("the ledger has an event of message " + id + ", which it never sent");
                }
                switch (fields[0]) {
                    case "R" -> entry.failureReported = false;
                    case "A" -> entry.answer = Answer.ACKNOWLEDGED;
                    case "N" -> entry.answer = Answer.REFUSED;
                    case "F" -> entry.failureReported = true;
                    default -> throw new IOException("the ledger has a line of unknown kind: " + line);
                }
            }
        }
        return new ArrayList<>(entries.values());
    }
}
