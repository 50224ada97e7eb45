package io.hearthwatch.app.dispatch;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Records;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One piece of dispatchers' work: what the HTTP API does, by the same rules, with times as the centre's clock shows them. */
abstract class DispatchWork implements Runnable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        json.check();
        check();
        try (Workspace workspace = Workspace.use(store)) {
            PrintWriter out = spec.commandLine().getOut();
            json.write(Records.json(run(workspace.serviceDesk(), out)));
            out.flush();
        }
    }

    /** Refuses what makes no sense before the database is opened. */
    void check() {}

    /** Does it, prints what people want to know, and returns what a program wants to know. */
    abstract Object run(ServiceDesk desk, PrintWriter out);

    /** The id of a ticket that is there, by its number or id. */
    static long ticket(ServiceDesk desk, String number) {
        return desk.ticketId(number)
                .orElseThrow(() ->
                        new CommandFailure("there is no ticket '" + number + "'", "look at: hearthwatch ticket list"));
    }

    /** The time zone of a ticket's service centre. */
    static ZoneId zone(ServiceDesk desk, long ticket) {
        return desk.ticket(ticket)
                .map(detail -> detail.summary().centreZone())
                .map(ZoneId::of)
                .orElse(ZoneOffset.UTC);
    }

    /** As the clock there shows it; a dash where there is no time. */
    static String time(Instant at, ZoneId zone) {
        return at == null ? "-" : TIME.format(at.atZone(zone));
    }

    /** A window, or the time of a visit. */
    static String span(Instant from, Instant to, ZoneId zone) {
        return time(from, zone) + "-" + time(to, zone).substring("uuuu-MM-dd ".length());
    }
}
