package io.hearthwatch.app.technician;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.organisation.TechnicianDetail;
import io.hearthwatch.servicedesk.organisation.Technicians;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something about one technician, who is shown afterwards. */
abstract class TechnicianWork extends DeskCommand {
    @Parameters(index = "0", paramLabel = "TECHNICIAN", description = "the technician's id")
    private String id;

    @Mixin
    private Doer doer;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        TechnicianLooks.technician(desk, id);
        change(desk, id, doer.name());
        TechnicianDetail technician = TechnicianLooks.technician(desk, id);
        TechnicianLooks.print(technician, out);
        return technician;
    }

    abstract void change(ServiceDesk desk, String technician, String who);

    /** A point that is given for a ticket, by the ticket's number. */
    private static Long ticket(ServiceDesk desk, String number) {
        return number == null
                ? null
                : desk.ticketId(number)
                        .orElseThrow(() -> new CommandFailure(
                                "there is no ticket '" + number + "'", "look at: hearthwatch ticket list"));
    }

    /** {@code technician points TECHNICIAN POINTS REASON}. */
    @Command(
            name = "points",
            description = {
                "Give or take licence points; what one ticket earns or costs, it does once.",
                "Losses: broken_promise, out_of_standard, overcharge, not_fixed_first, repeat_repair;"
                        + " gains: delighted_customer, improvement."
            })
    static final class Points extends TechnicianWork {
        @Parameters(index = "1", paramLabel = "POINTS", description = "below zero to take, such as -10")
        private int points;

        @Parameters(index = "2", paramLabel = "REASON", description = "one of the reasons above")
        private String reason;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "for which, such as HW-000123")
        private String ticket;

        @Option(names = "--remarks", paramLabel = "TEXT", description = "what happened")
        private String remarks;

        @Override
        void change(ServiceDesk desk, String technician, String who) {
            desk.organisation()
                    .technicians()
                    .points(Scope.EVERYTHING, technician, points, reason, ticket(desk, ticket), remarks, who);
        }
    }

    /** {@code technician cancel TECHNICIAN ENTRY}. */
    @Command(
            name = "cancel",
            description =
                    "Cancel an entry of a licence: points and licence are as if it had never been; both stay in the ledger.")
    static final class Cancel extends TechnicianWork {
        @Parameters(index = "1", paramLabel = "ENTRY", description = "its number, as technician show has it")
        private long entry;

        @Option(names = "--remarks", required = true, paramLabel = "TEXT", description = "why")
        private String remarks;

        @Override
        void change(ServiceDesk desk, String technician, String who) {
            desk.licences().cancel(Scope.EVERYTHING, technician, entry, remarks, who);
        }
    }

    /** {@code technician train TECHNICIAN TOPIC}. */
    @Command(name = "train", description = "Record a training; with an exam, 60 of 100 passes.")
    static final class Train extends TechnicianWork {
        @Parameters(index = "1", paramLabel = "TOPIC", description = "what was learnt")
        private String topic;

        @Option(
                names = "--mode",
                required = true,
                paramLabel = "MODE",
                description = "classroom, online, on_the_job or self_study")
        private String mode;

        @Option(names = "--held-on", required = true, paramLabel = "DAY", description = "such as 2026-11-20")
        private LocalDate heldOn;

        @Option(names = "--score", paramLabel = "0..100", description = "what the exam came to, where there was one")
        private BigDecimal score;

        @Option(
                names = "--passed",
                arity = "1",
                paramLabel = "true|false",
                description = "whether it was passed, where there was no exam")
        private Boolean passed;

        @Option(names = "--plan", paramLabel = "TEXT", description = "what is learnt next because of it")
        private String plan;

        @Override
        protected void check() {
            Choice.required("--mode", mode, "classroom", "online", "on_the_job", "self_study");
            if (score != null && (score.signum() < 0 || score.compareTo(BigDecimal.valueOf(100)) > 0)) {
                throw CommandFailure.usage("--score must be between 0 and 100", "--score 82");
            }
        }

        @Override
        void change(ServiceDesk desk, String technician, String who) {
            desk.organisation()
                    .technicians()
                    .train(
                            Scope.EVERYTHING,
                            technician,
                            new TechnicianDetail.Training(0, topic, mode, heldOn, score, passed, plan),
                            who);
        }
    }

    /** What is said about a licence. */
    abstract static class Licence extends TechnicianWork {
        @Option(names = "--remarks", paramLabel = "TEXT", description = "what was seen")
        private String remarks;

        @Override
        final void change(ServiceDesk desk, String technician, String who) {
            change(desk.organisation().technicians(), technician, remarks, who);
        }

        abstract void change(Technicians technicians, String technician, String words, String who);
    }

    /** {@code technician review TECHNICIAN}. */
    @Command(name = "review", description = "The yearly review of a licence; the points go back to 100.")
    static final class Review extends Licence {
        @Override
        void change(Technicians technicians, String technician, String words, String who) {
            technicians.review(Scope.EVERYTHING, technician, words, who);
        }
    }

    /** {@code technician reinstate TECHNICIAN}. */
    @Command(name = "reinstate", description = "Give a revoked licence back after a passed retraining.")
    static final class Reinstate extends Licence {
        @Override
        void change(Technicians technicians, String technician, String words, String who) {
            technicians.reinstate(Scope.EVERYTHING, technician, words, who);
        }
    }

    /** {@code technician position TECHNICIAN}. */
    @Command(name = "position", description = "Say where a technician is now.")
    static final class Position extends TechnicianWork {
        @Option(names = "--latitude", required = true, paramLabel = "DEGREES", description = "north is above zero")
        private double latitude;

        @Option(names = "--longitude", required = true, paramLabel = "DEGREES", description = "east is above zero")
        private double longitude;

        @Override
        protected void check() {
            if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw CommandFailure.usage(
                        "that is nowhere on earth", "--latitude from -90 to 90, --longitude from -180 to 180");
            }
        }

        @Override
        void change(ServiceDesk desk, String technician, String who) {
            desk.organisation().technicians().position(Scope.EVERYTHING, technician, latitude, longitude);
        }
    }
}
