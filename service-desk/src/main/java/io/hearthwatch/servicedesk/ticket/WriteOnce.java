package io.hearthwatch.servicedesk.ticket;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Writes that name a key are done once; the answer is stored in the transaction that does them. */
final class WriteOnce {
    private static final TypeReference<TicketReceipt> RECEIPT = new TypeReference<>() {};

    private WriteOnce() {}

    private record Stored(String fingerprint, String answer) {}

    /**
     * The answer that the request got before. Others with the same key wait until this transaction ends.
     *
     * @throws TicketRefusal if the key was used for another request
     */
    static Optional<TicketReceipt> before(Connection connection, TicketRequest request) throws SQLException {
        if (request.once() == null) {
            return Optional.empty();
        }
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.write_once'), hashtext(?))",
                row -> null,
                request.once());
        Optional<Stored> stored = Sql.first(
                connection,
                // Without an owner: kept by a version for which a key was everybody's.
                """
                select fingerprint, answer from service.write_once
                where key = ? and (owner = ? or owner = '' and fingerprint = ?) order by owner desc
                """,
                row -> new Stored(row.getString("fingerprint"), row.getString("answer")),
                request.once(),
                owner(request),
                request.fingerprint());
        if (stored.isPresent() && !stored.get().fingerprint().equals(request.fingerprint())) {
            throw new TicketRefusal(
                    TicketRefusal.Kind.KEY_REUSED,
                    "the idempotency key was used for another request",
                    "take a new key for each new request");
        }
        return stored.map(answer -> Sql.fromJson(answer.answer(), RECEIPT));
    }

    private static String owner(TicketRequest request) {
        return request.who() == null ? "" : request.who();
    }

    static void store(Connection connection, TicketRequest request, TicketReceipt answer, Instant at)
            throws SQLException {
        if (request.once() != null) {
            Sql.update(
                    connection,
                    "insert into service.write_once (key, owner, fingerprint, answer, at) values (?, ?, ?, ?::jsonb, ?)",
                    request.once(),
                    owner(request),
                    request.fingerprint(),
                    Sql.json(answer),
                    at);
        }
    }
}
