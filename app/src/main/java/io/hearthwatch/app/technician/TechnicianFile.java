package io.hearthwatch.app.technician;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.personnel.PersonnelFile;
import io.hearthwatch.servicedesk.personnel.PersonnelFiles;
import java.io.PrintWriter;
import java.math.BigDecimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A technician's file, which is shown after every change. */
abstract class TechnicianFile extends DeskCommand {
    @Parameters(index = "0", paramLabel = "TECHNICIAN", description = "the technician's id")
    private String id;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        TechnicianLooks.technician(desk, id);
        change(desk.personnel(), id);
        PersonnelFile file = desk.personnel()
                .find(Scope.EVERYTHING, id)
                .orElseThrow(() -> new CommandFailure(
                        "there is no technician '" + id + "'", "look at: hearthwatch technician list"));
        print(file, out);
        return file;
    }

    /** What is done before the file is shown. */
    abstract void change(PersonnelFiles files, String technician);

    private static void print(PersonnelFile file, PrintWriter out) {
        out.println(file.technician() + ": " + file.name() + ", " + file.grade() + " at " + file.centre() + ", "
                + file.points() + " licence points: " + file.bandName().en());
        Table months = Table.of("MONTH", "VISITS", "ON TIME", "FINISHED", "FIXED FIRST", "REPEAT REPAIRS");
        file.months()
                .forEach(each -> months.row(
                        each.month(),
                        each.visits(),
                        each.onTime() + " of " + each.agreedVisits(),
                        each.finished(),
                        each.firstTimeFixed() + " of " + each.begunRepairs(),
                        each.repeatRepairs() + " of " + each.repaired()));
        months.print(out, "no work since " + file.since());
        file.ratings()
                .forEach(each -> out.println(each.dimension() + " " + Table.shown(each.average()) + " of 5, "
                        + each.count() + " marks (" + each.source() + ")"));
        file.trainingDue()
                .forEach(each -> out.println("training due again: " + each.topic() + ", failed on " + each.failedOn()
                        + (each.score() == null ? "" : " with " + Table.shown(each.score()) + " of 100")));
        file.appraisals().stream()
                .filter(PersonnelFile.Appraisal::current)
                .forEach(each -> out.println(each.period() + ", version " + each.version() + ": attitude "
                        + each.attitude() + ", skill " + each.skill() + ", efficiency " + each.efficiency()
                        + ", satisfaction " + each.satisfaction() + ", by " + each.who()
                        + (each.remarks() == null ? "" : ": " + each.remarks())));
        file.grades()
                .forEach(each -> out.println(Table.shown(each.at()) + "  "
                        + (each.before() == null ? "" : each.before() + " to ") + each.grade() + ", by " + each.who()
                        + (each.examScore() == null ? "" : ", exam " + Table.shown(each.examScore()))
                        + (each.reason() == null ? "" : ": " + each.reason())));
    }

    /** {@code technician file TECHNICIAN}. */
    @Command(
            name = "file",
            description = "Show one's file: work of the last 24 months, ratings, trainings due, appraisals, grades.")
    static final class Show extends TechnicianFile {
        @Override
        void change(PersonnelFiles files, String technician) {
            // It is only shown.
        }
    }

    /** {@code technician appraise TECHNICIAN PERIOD}. */
    @Command(
            name = "appraise",
            description = "Appraise a technician for a period, once; a correction names the version it corrects.")
    static final class Appraise extends TechnicianFile {
        @Parameters(index = "1", paramLabel = "PERIOD", description = "such as 2026, 2026-H1, 2026-Q3 or 2026-09")
        private String period;

        @Option(names = "--attitude", required = true, paramLabel = "0..100", description = "towards customers")
        private int attitude;

        @Option(names = "--skill", required = true, paramLabel = "0..100", description = "at the work")
        private int skill;

        @Option(names = "--efficiency", required = true, paramLabel = "0..100", description = "of the work")
        private int efficiency;

        @Option(names = "--satisfaction", required = true, paramLabel = "0..100", description = "of customers")
        private int satisfaction;

        @Option(names = "--corrects", paramLabel = "VERSION", description = "the version that this one corrects")
        private Integer corrects;

        @Option(names = "--remarks", paramLabel = "TEXT", description = "what was seen")
        private String remarks;

        @Mixin
        private Doer doer;

        @Override
        void change(PersonnelFiles files, String technician) {
            files.appraise(
                    Scope.EVERYTHING,
                    technician,
                    new PersonnelFiles.Marks(period, attitude, skill, efficiency, satisfaction, corrects, remarks),
                    doer.name());
        }
    }

    /** {@code technician grade TECHNICIAN GRADE}. */
    @Command(
            name = "grade",
            description = "Give another grade; one up after a passed exam while the licence is a model's, or down.")
    static final class Grade extends TechnicianFile {
        @Parameters(index = "1", paramLabel = "GRADE", description = "junior, qualified, intermediate or senior")
        private String grade;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why")
        private String reason;

        @Option(names = "--exam-score", paramLabel = "0..100", description = "what the exam came to; 60 passes")
        private BigDecimal examScore;

        @Mixin
        private Doer doer;

        @Override
        protected void check() {
            Choice.required("GRADE", grade, PersonnelFiles.GRADES.toArray(String[]::new));
        }

        @Override
        void change(PersonnelFiles files, String technician) {
            files.grade(Scope.EVERYTHING, technician, grade, examScore, reason, doer.name());
        }
    }
}
