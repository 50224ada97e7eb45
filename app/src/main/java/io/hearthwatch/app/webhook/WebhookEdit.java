package io.hearthwatch.app.webhook;

import io.hearthwatch.app.cli.Who;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.Webhook;
import io.hearthwatch.servicedesk.outbox.WebhookWish;
import io.hearthwatch.servicedesk.outbox.Webhooks;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subscriptions themselves. */
final class WebhookEdit {
    private WebhookEdit() {}

    /** What may be said of a subscription, new or not. */
    static final class Wish {
        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "what it is told, such as ticket.opened or part.*; may be given more than once"
                        + " (default: everything)")
        private List<String> types;

        @Option(names = "--region", paramLabel = "ID", description = "only tickets of this region's centres")
        private String region;

        @Option(names = "--centre", paramLabel = "ID", description = "only this service centre's tickets")
        private String centre;

        @Option(
                names = "--mode",
                paramLabel = "MODE",
                description = "structured (default; the event is the body) or binary (its attributes are headers)")
        private String mode;

        @Option(
                names = "--personal",
                arity = "1",
                paramLabel = "true|false",
                description = "send the customer's name, address and phone along; every time is in the record of looks"
                        + " (default: false)")
        private Boolean personal;

        @Option(
                names = "--except-by",
                paramLabel = "WHO",
                description = "leave out what this one did: the receiver itself; may be given more than once")
        private List<String> exceptBy;

        WebhookWish with(String name, String url, Boolean active) {
            return new WebhookWish(name, url, types, region, centre, mode, personal, exceptBy, active);
        }
    }

    /** {@code webhook add NAME URL}. */
    @Command(name = "add", description = "Tell an address what happens. The secret that signs it is printed once.")
    static final class Add extends WebhookWork {
        @Parameters(index = "0", paramLabel = "NAME", description = "what it is called here")
        private String name;

        @Parameters(index = "1", paramLabel = "URL", description = "where events are sent, http:// or https://")
        private String url;

        @Mixin
        private Wish wish;

        @Option(
                names = "--from",
                paramLabel = "INSTANT",
                description =
                        "send what happened since then, too, as far back as events are kept (default: only from now on)")
        private Instant from;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            Webhooks.Made made = desk.outgoing()
                    .webhooks()
                    .make(wish.with(name, url, null), null, from, Who.user(), Scope.EVERYTHING);
            out.println("webhook " + name + " is told " + types(made.webhook()));
            out.println("secret, shown only now: " + made.secret());
            // Not with the secret, which a file would keep.
            return json(made.webhook());
        }
    }

    /** {@code webhook list}. */
    @Command(name = "list", description = "List them, with what still waits.")
    static final class ListAll extends WebhookWork {
        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            List<Webhook> all = desk.outgoing().webhooks().all(Scope.EVERYTHING);
            if (all.isEmpty()) {
                out.println("nobody is told anything; begin with: hearthwatch webhook add NAME URL");
            }
            for (Webhook each : all) {
                out.printf(
                        "%-20s %-8s %6d waiting %4d parked  %s  %s%n",
                        each.name(),
                        each.active() ? "active" : "stopped",
                        each.waiting(),
                        each.parked(),
                        each.url(),
                        types(each) + (each.active() ? "" : " (" + each.stoppedWhy() + ")"));
            }
            return all.stream().map(WebhookEdit::json).toList();
        }
    }

    /** {@code webhook change NAME}. */
    @Command(name = "change", description = "Change one. What is not given stays as it is.")
    static final class Change extends WebhookWork {
        @Parameters(paramLabel = "NAME", description = "which")
        private String name;

        @Option(names = "--name", paramLabel = "NAME", description = "another name")
        private String other;

        @Option(names = "--url", paramLabel = "URL", description = "another address")
        private String url;

        @Option(
                names = "--active",
                arity = "1",
                paramLabel = "true|false",
                description = "stop it, or let it go on with what it missed")
        private Boolean active;

        @Mixin
        private Wish wish;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            Webhook now = desk.outgoing().webhooks().change(name, wish.with(other, url, active), Scope.EVERYTHING);
            out.println("webhook " + now.name() + " is " + (now.active() ? "active" : "stopped") + ", told "
                    + types(now) + ", at " + now.url());
            return json(now);
        }
    }

    /** {@code webhook secret NAME}. */
    @Command(name = "secret", description = "Make another secret and print it once; both sign for a time.")
    static final class Secret extends WebhookWork {
        @Parameters(paramLabel = "NAME", description = "which")
        private String name;

        @Option(
                names = "--both-for",
                paramLabel = "DURATION",
                description = "how long the secret before stays valid, at most 30d (default: 1d)")
        private Duration both = Duration.ofDays(1);

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            Webhooks.Made made = desk.outgoing().webhooks().rotate(name, null, both, Scope.EVERYTHING);
            out.println("secret, shown only now: " + made.secret());
            return json(made.webhook());
        }
    }

    /** {@code webhook remove NAME}. */
    @Command(name = "remove", description = "Tell it nothing any more, and forget what still waits for it.")
    static final class Remove extends WebhookWork {
        @Parameters(paramLabel = "NAME", description = "which")
        private String name;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            desk.outgoing().webhooks().remove(name, Scope.EVERYTHING);
            out.println("webhook " + name + " is removed");
            return Map.of("removed", name);
        }
    }

    private static String types(Webhook webhook) {
        String what = webhook.types().isEmpty() ? "everything" : String.join(", ", webhook.types());
        String where = webhook.centre() != null
                ? " of centre " + webhook.centre()
                : webhook.region() != null ? " of region " + webhook.region() : "";
        return what + where;
    }

    private static Map<String, Object> json(Webhook webhook) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", webhook.id());
        json.put("name", webhook.name());
        json.put("url", webhook.url());
        json.put("types", webhook.types());
        json.put("region", webhook.region());
        json.put("centre", webhook.centre());
        json.put("mode", webhook.mode());
        json.put("personal", webhook.personal());
        json.put("except_by", webhook.exceptBy());
        json.put("active", webhook.active());
        json.put("stopped_why", webhook.stoppedWhy());
        json.put("waiting", webhook.waiting());
        json.put("parked", webhook.parked());
        return json;
    }
}
