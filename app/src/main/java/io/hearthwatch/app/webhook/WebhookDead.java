package io.hearthwatch.app.webhook;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.DeadLetters;
import io.hearthwatch.servicedesk.outbox.DeadLetters.DeadLetter;
import io.hearthwatch.servicedesk.outbox.DeadLetters.Delivered;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What could not be delivered, and what is done about it. */
final class WebhookDead {
    private static final int MOST = 1_000;

    private WebhookDead() {}

    /** {@code webhook dead NAME}. */
    @Command(name = "dead", description = "List the tickets whose events were parked, with what went wrong last.")
    static final class Dead extends WebhookWork {
        @Parameters(paramLabel = "NAME", description = "which webhook")
        private String name;

        @Option(names = "--limit", paramLabel = "NUMBER", description = "most tickets (default: 100)")
        private int limit = 100;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            if (limit < 1 || limit > MOST) {
                throw CommandFailure.usage("--limit must be between 1 and " + MOST, "--limit 100");
            }
            List<DeadLetter> all = desk.outgoing().deadLetters().parked(name, Scope.EVERYTHING, limit);
            if (all.isEmpty()) {
                out.println("nothing is parked");
            }
            for (DeadLetter each : all) {
                out.println(each.number() + "  event " + each.event() + " (" + each.type() + ", number "
                        + each.sequence() + ") and " + (each.waiting() - 1) + " after it, since " + each.parkedAt()
                        + ": " + each.why());
            }
            return all.stream().map(WebhookDead::json).toList();
        }
    }

    /** {@code webhook show NAME EVENT}. */
    @Command(name = "show", description = "Show what became of one event, with every attempt that failed.")
    static final class Show extends WebhookWork {
        @Parameters(index = "0", paramLabel = "NAME", description = "which webhook")
        private String name;

        @Parameters(index = "1", paramLabel = "EVENT", description = "the event's id")
        private String event;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            Delivered found = desk.outgoing().deadLetters().delivery(name, event, Scope.EVERYTHING);
            out.println(found.type() + ", number " + found.sequence() + " of ticket " + found.ticket() + ": "
                    + found.state() + " after " + found.attempts() + " attempts"
                    + (found.reason() == null ? "" : " by " + found.endedBy() + ": " + found.reason()));
            found.failures()
                    .forEach(failure -> out.println(failure.at() + "  " + failure.millis() + " ms  "
                            + (failure.status() == null ? "no answer" : "HTTP " + failure.status()) + "  "
                            + (failure.error() == null ? "" : failure.error())));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("state", found.state());
            json.put("attempts", found.attempts());
            json.put(
                    "failures", found.failures().stream().map(WebhookDead::json).toList());
            json.put("event", found.content());
            return json;
        }
    }

    /** {@code webhook replay NAME}. */
    @Command(
            name = "replay",
            description =
                    "Send again: everything that is parked, or what is named. Events keep their ids and their order.")
    static final class Replay extends WebhookWork {
        @Parameters(paramLabel = "NAME", description = "which webhook")
        private String name;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "only this ticket's, where it is parked")
        private String ticket;

        @Option(names = "--event", paramLabel = "EVENT", description = "this event, even if it was delivered")
        private String event;

        @Option(
                names = "--from",
                paramLabel = "INSTANT",
                description = "everything that happened since then, even if it was delivered")
        private Instant from;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            if (Stream.of(ticket, event, from).filter(Objects::nonNull).count() > 1) {
                throw CommandFailure.usage("only one of --ticket, --event and --from goes", "--ticket HW-000123");
            }
            DeadLetters dead = desk.outgoing().deadLetters();
            if (from != null) {
                int events = dead.replayFrom(name, from, Scope.EVERYTHING);
                out.println(events + " events are sent again");
                return Map.of("events", events);
            }
            Long id = ticket == null
                    ? null
                    : desk.ticketId(ticket)
                            .orElseThrow(() -> new CommandFailure(
                                    "there is no ticket '" + ticket + "'",
                                    "look at: hearthwatch webhook dead " + name));
            int tickets = event != null
                    ? dead.replayEvent(name, event, Scope.EVERYTHING)
                    : dead.replayParked(name, id, Scope.EVERYTHING);
            out.println("the events of " + tickets + " tickets go on");
            return Map.of("tickets", tickets);
        }
    }

    /** {@code webhook skip NAME EVENT}. */
    @Command(name = "skip", description = "Leave an event out for good, so that its ticket's later ones are sent.")
    static final class Skip extends WebhookWork {
        @Parameters(index = "0", paramLabel = "NAME", description = "which webhook")
        private String name;

        @Parameters(index = "1", paramLabel = "EVENT", description = "the event's id, the first that waits")
        private String event;

        @Option(names = "--reason", paramLabel = "WORDS", required = true, description = "why")
        private String reason;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            desk.outgoing().deadLetters().skip(name, event, reason, Who.user(), Scope.EVERYTHING);
            out.println("event " + event + " is left out");
            return Map.of("skipped", event);
        }
    }

    private static Map<String, Object> json(DeadLetter letter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ticket", letter.number());
        json.put("event", letter.event());
        json.put("type", letter.type());
        json.put("sequence", letter.sequence());
        json.put("parked_at", letter.parkedAt().toString());
        json.put("why", letter.why());
        json.put("attempts", letter.attempts());
        json.put("last_status", letter.lastStatus());
        json.put("last_error", letter.lastError());
        json.put("waiting", letter.waiting());
        return json;
    }

    private static Map<String, Object> json(DeadLetters.Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", failure.at().toString());
        json.put("millis", failure.millis());
        json.put("status", failure.status());
        json.put("error", failure.error());
        return json;
    }
}
