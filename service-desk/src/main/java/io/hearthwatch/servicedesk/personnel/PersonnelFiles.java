package io.hearthwatch.servicedesk.personnel;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.LicenceBand;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.organisation.TechnicianDetail;
import io.hearthwatch.servicedesk.organisation.Technicians;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Technicians' files: work done, ratings, trainings, appraisals and grades. Appraisals and grades are kept for good; what was wrong is
 * corrected by another entry. Thread-safe; every call blocks on the database.
 */
public final class PersonnelFiles {
    /** Grades, the lowest first. */
    public static final List<String> GRADES = List.of("junior", "qualified", "intermediate", "senior");

    /** An exam is passed with this many points of 100. */
    public static final int PASSED_FROM = 60;

    /** How many months of work a file shows, this one among them. */
    public static final int MONTHS = 24;

    private final Database database;
    private final InstantSource clock;
    private final Technicians technicians;

    public PersonnelFiles(Database database, InstantSource clock, Technicians technicians) {
        this.database = database;
        this.clock = clock;
        this.technicians = technicians;
    }

    /** The file of a technician inside the scope, or nothing. */
    public Optional<PersonnelFile> find(Scope scope, String id) {
        // Late enough for every time zone: the first month is whole.
        LocalDate since = today().withDayOfMonth(1).minusMonths(MONTHS - 1);
        return technicians
                .find(scope, id)
                .map(who -> database.withConnection(connection -> {
                    FileReads reads = new FileReads(connection, id);
                    var from = since.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                    return new PersonnelFile(
                            who.id(),
                            who.name(),
                            who.centre(),
                            who.grade(),
                            who.points(),
                            who.band(),
                            who.bandName(),
                            who.skills(),
                            since,
                            reads.months(from, MONTHS),
                            reads.ratings(from),
                            who.trainings(),
                            reads.trainingDue(),
                            reads.appraisals(),
                            reads.grades());
                }));
    }

    /**
     * What is said of a technician's work in a period: four marks from 0 to 100.
     *
     * @param period a year, or a half, a quarter or a month of it, that has begun: 2026, 2026-H1, 2026-Q3, 2026-09
     * @param corrects the version that this one takes the place of; null for the first one of the period
     * @param remarks null for none
     */
    public record Marks(
            String period,
            int attitude,
            int skill,
            int efficiency,
            int satisfaction,
            Integer corrects,
            String remarks) {}

    /**
     * Appraises a technician for a period, or corrects that.
     *
     * @throws Refusal if the period is none or has not begun, it was appraised already, or somebody else corrected it meanwhile
     */
    public void appraise(Scope scope, String id, Marks marks, String who) {
        LocalDate begins = Period.begin(marks.period());
        if (begins.isAfter(today())) {
            throw Refusal.invalid(
                    "the period " + marks.period() + " has not begun",
                    "appraise one that has, such as " + today().getYear());
        }
        for (int mark : new int[] {marks.attitude(), marks.skill(), marks.efficiency(), marks.satisfaction()}) {
            if (mark < 0 || mark > 100) {
                throw Refusal.invalid("a mark is from 0 to 100, not " + mark, "send four whole numbers from 0 to 100");
            }
        }
        checkWords("remarks", marks.remarks());
        database.inTransaction(connection -> {
            lock(connection, scope, id);
            int newest = new FileReads(connection, id).version(marks.period());
            int corrected = marks.corrects() == null ? 0 : marks.corrects();
            if (corrected != newest) {
                throw newest == 0
                        ? Refusal.conflict(
                                marks.period() + " was not appraised yet", "leave 'corrects' out to appraise it")
                        : Refusal.conflict(
                                marks.period() + " is appraised already, in version " + newest,
                                "to correct it, send \"corrects\": " + newest);
            }
            return Sql.update(
                    connection,
                    """
                    insert into service.appraisal (technician, period, version, attitude, skill, efficiency, satisfaction, remarks, who, at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    id,
                    marks.period(),
                    newest + 1,
                    marks.attitude(),
                    marks.skill(),
                    marks.efficiency(),
                    marks.satisfaction(),
                    marks.remarks(),
                    who,
                    clock.instant());
        });
    }

    /**
     * Gives a technician another grade. Who rises has passed an exam, and is a model by the licence; one grade at a time.
     *
     * @param examScore 0 to 100; null for none
     * @throws Refusal if the technician has the grade already, or may not rise to it
     */
    public void grade(Scope scope, String id, String grade, BigDecimal examScore, String reason, String who) {
        if (!GRADES.contains(grade)) {
            throw Refusal.invalid("'" + grade + "' is not a grade", "use " + String.join(", ", GRADES));
        }
        if (examScore != null && (examScore.signum() < 0 || examScore.compareTo(BigDecimal.valueOf(100)) > 0)) {
            throw Refusal.invalid("an exam comes to 0 to 100, not " + examScore, "send a number from 0 to 100");
        }
        if (reason == null || reason.isBlank()) {
            throw Refusal.invalid("the reason is missing", "say in 'reason' why");
        }
        checkWords("reason", reason);
        database.inTransaction(connection -> {
            TechnicianDetail before = lock(connection, scope, id);
            int up = GRADES.indexOf(grade) - GRADES.indexOf(before.grade());
            if (up == 0) {
                throw Refusal.conflict(id + " is " + grade + " already", "nothing is to be done");
            }
            if (up > 0) {
                checkRise(before, up, examScore);
            }
            return Sql.update(
                    connection, """
                    with changed as (update service.technician set grade = ? where id = ? returning id, version)
                    insert into service.technician_grade (technician, version, before, grade, exam_score, reason, who, at)
                    select id, version, ?, ?, ?, ?, ?, ? from changed
                    """, grade, id, before.grade(), grade, examScore, reason, who, clock.instant());
        });
    }

    private static void checkRise(TechnicianDetail who, int up, BigDecimal examScore) {
        if (up > 1) {
            throw Refusal.conflict(
                    who.id() + " is " + who.grade() + ", and rises one grade at a time",
                    "give " + GRADES.get(GRADES.indexOf(who.grade()) + 1) + " first");
        }
        if (!FileReads.passes(examScore)) {
            throw Refusal.conflict(
                    "nobody rises without an exam of " + PASSED_FROM + " or more",
                    "send the score of a passed exam as 'exam_score'");
        }
        if (!who.band().equals(LicenceBand.MODEL.id())) {
            throw Refusal.conflict(
                    "the licence is " + who.band() + " with " + who.points() + " points; only a model may rise",
                    "a licence is a model's from " + LicenceBand.MODEL_FROM + " points up");
        }
    }

    private static void checkWords(String name, String words) {
        if (words != null && words.length() > 1000) {
            throw Refusal.invalid("'" + name + "' is longer than 1000 characters", "say it in fewer words");
        }
    }

    /** Holds the technician until the end of the transaction: one change of a file at a time. */
    private TechnicianDetail lock(Connection connection, Scope scope, String id) throws SQLException {
        Sql.list(connection, "select 1 from service.technician where id = ? for update", row -> 1, id);
        return technicians
                .find(connection, scope, id)
                .orElseThrow(() -> Refusal.notFound("technician", id, "look at /api/v1/technicians"));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
