package io.hearthwatch.servicedesk.personnel;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.organisation.CentreDetail;
import io.hearthwatch.servicedesk.organisation.TechnicianDetail;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A technician's file.
 *
 * @param since first day that work and ratings are counted from
 * @param months what was done in each month, the newest first; months without work are left out
 * @param ratings what customers gave, by dimension
 * @param trainings the newest first
 * @param trainingDue topics whose last exam was failed: another training is due
 * @param appraisals every version, the newest first
 * @param grades how the grade came about, the newest first
 */
public record PersonnelFile(
        String technician,
        String name,
        String centre,
        String grade,
        int points,
        String band,
        Text bandName,
        List<CentreDetail.Competence> skills,
        LocalDate since,
        List<Month> months,
        List<Rating> ratings,
        List<TechnicianDetail.Training> trainings,
        List<TrainingDue> trainingDue,
        List<Appraisal> appraisals,
        List<Grade> grades) {

    /**
     * The work of one month, in the centre's time zone.
     *
     * @param month such as 2026-11
     * @param visits visits begun
     * @param agreedVisits those with a window agreed with the customer
     * @param onTime those begun inside the window
     * @param finished tickets closed that this technician was at last
     * @param begunRepairs repairs and part replacements closed that this technician came to first
     * @param firstTimeFixed those of them that took one visit, and did not come back inside the repair guarantee
     * @param repaired repairs closed that this technician was at last
     * @param repeatRepairs those of them that came back inside the repair guarantee
     */
    public record Month(
            String month,
            int visits,
            int agreedVisits,
            int onTime,
            int finished,
            int begunRepairs,
            int firstTimeFixed,
            int repaired,
            int repeatRepairs) {}

    /**
     * What customers gave for one dimension.
     *
     * @param source {@code record_sheet}, signed with the technician beside, or {@code survey}
     * @param average 1 to 5
     */
    public record Rating(String source, String dimension, BigDecimal average, int count) {}

    /**
     * A topic that is to be learnt again.
     *
     * @param failedOn when the training was held whose exam was not passed
     * @param score 0 to 100, or null where there was no mark
     */
    public record TrainingDue(String topic, LocalDate failedOn, BigDecimal score, String plan) {}

    /**
     * An appraisal: four marks from 0 to 100.
     *
     * @param period a year, or a half, a quarter or a month of it: 2026, 2026-H1, 2026-Q3, 2026-09
     * @param current whether no later version corrects it
     */
    public record Appraisal(
            String period,
            int version,
            boolean current,
            int attitude,
            int skill,
            int efficiency,
            int satisfaction,
            String remarks,
            String who,
            Instant at) {}

    /**
     * A change of the grade.
     *
     * @param before null where it was not known
     * @param examScore 0 to 100; null where there was none
     * @param reason null where the register was changed
     */
    public record Grade(Instant at, String who, String before, String grade, BigDecimal examScore, String reason) {}
}
