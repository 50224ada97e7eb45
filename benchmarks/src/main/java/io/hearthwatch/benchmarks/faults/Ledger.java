package io.hearthwatch.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What was sent and what was answered, written outside the server as it happens: an append-only file, one line an event. A message is in
 * the file before it is handed to the client library, an answer as soon as the library tells of it. Thread-safe.
 *
 * <p>Lines are tab-separated: {@code S id appliance kind payload} sent for the first time, {@code R id} sent again, {@code A id}
 * acknowledged, {@code N id code} answered in the negative and given up, {@code F id reason} the sending failed and the client was told,
 * so that it sends again.
 */
final class Ledger implements AutoCloseable {
    private final FileChannel file;

    Ledger(Path path) {
        try {
            file = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ledger " + path, e);
        }
    }

    void sent(Message message) {
        append("S\t" + message.id() + "\t" + message.appliance() + "\t" + message.kind() + "\t" + message.payload());
    }

    void sentAgain(Message message) {
        append("R\t" + message.id());
    }

    void acknowledged(Message message) {
        append("A\t" + message.id());
    }

    void refused(Message message, int code) {
        append("N\t" + message.id() + "\t0x" + Integer.toHexString(code));
    }

    void failed(Message message, String reason) {
        append("F\t" + message.id() + "\t" + reason.replaceAll("\\s+", " "));
    }

    private synchronized void append(String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ledger", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (file.isOpen()) {
                file.force(true);
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot finish the ledger", e);
        }
    }
}
