package io.hearthwatch.app.complaint;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.ticket.TicketWrite;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.time.LocalDate;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done about a complaint. */
final class ComplaintWork {
    private ComplaintWork() {}

    /** {@code complaint cause TICKET [CAUSE]}. */
    @Command(name = "cause", description = "Say why it came to a complaint, and about which ticket it is.")
    static final class Cause extends TicketWrite {
        @Parameters(index = "1", arity = "0..1", paramLabel = "CAUSE", description = "why it came to this")
        private String cause;

        @Option(names = "--about", paramLabel = "TICKET", description = "the ticket that is complained about")
        private String about;

        @Override
        protected void check() {
            if (cause == null && about == null) {
                throw CommandFailure.usage(
                        "neither a cause nor a ticket is said", "give the cause in quotes, or --about HW-000098");
            }
        }

        @Override
        protected void say(Map<String, Object> said) {
            some(said, "cause", cause);
            some(said, "about", about);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.complaints().cause(ticket, request);
        }
    }

    /** {@code complaint answer TICKET WORDS}. */
    @Command(name = "answer", description = "Note what the customer was told.")
    static final class Answer extends TicketWrite {
        @Parameters(index = "1", paramLabel = "WORDS", description = "what the customer was told")
        private String words;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("words", words);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.work().answer(ticket, request);
        }
    }

    /** {@code complaint reply TICKET}. */
    @Command(
            name = "reply",
            description = "Keep what the customer says to our answer; who does not agree has the complaint reopened.")
    static final class Reply extends TicketWrite {
        @Option(
                names = "--agrees",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether the customer agrees")
        private boolean agrees;

        @Option(
                names = "--channel",
                paramLabel = "CHANNEL",
                description = "how it was said: phone, form, email, chat, web or shop (default: phone)")
        private String channel = "phone";

        @Option(names = "--words", paramLabel = "TEXT", description = "what the customer said")
        private String words;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("agrees", agrees);
            said.put("channel", channel);
            some(said, "words", words);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.complaints().reply(ticket, request);
        }
    }

    /** {@code complaint action TICKET WHAT}. */
    @Command(name = "action", description = "Decide what is changed so that it does not happen again.")
    static final class Action extends TicketWrite {
        @Parameters(index = "1", paramLabel = "WHAT", description = "what is changed")
        private String what;

        @Option(names = "--owner", required = true, paramLabel = "NAME", description = "who sees to it")
        private String owner;

        @Option(names = "--due-on", required = true, paramLabel = "DAY", description = "until when, such as 2026-12-31")
        private LocalDate dueOn;

        @Option(names = "--follows", paramLabel = "N", description = "the action that had no effect")
        private Integer follows;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("what", what);
            said.put("owner", owner);
            said.put("due_on", dueOn.toString());
            some(said, "follows", follows);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.complaints().act(ticket, request);
        }
    }

    /** The end of an action. */
    abstract static class ActionEnd extends TicketWrite {
        @Parameters(index = "1", paramLabel = "N", description = "the action's number")
        private long action;

        @Override
        protected final TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.complaints().endAction(ticket, action, request);
        }
    }

    /** {@code complaint action-done TICKET N}. */
    @Command(name = "action-done", description = "Say that an action is done.")
    static final class ActionDone extends ActionEnd {
        @Override
        protected void say(Map<String, Object> said) {
            // That it is done says it all.
        }
    }

    /** {@code complaint action-checked TICKET N}. */
    @Command(name = "action-checked", description = "Say whether an action helped, as another person than who did it.")
    static final class ActionChecked extends ActionEnd {
        @Option(
                names = "--effective",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether it helped")
        private boolean effective;

        @Option(names = "--remarks", paramLabel = "TEXT", description = "what was seen")
        private String remarks;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("effective", effective);
            some(said, "remarks", remarks);
        }
    }
}
