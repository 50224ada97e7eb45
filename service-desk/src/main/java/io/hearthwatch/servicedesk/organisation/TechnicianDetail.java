package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A technician.
 *
 * @param points licence points
 * @param band how the licence stands
 * @param hours working time by day, or null where the centre's calendar is theirs
 * @param warehouse the van's, or null
 * @param positionAt when they were last seen where they are said to be
 * @param reviewDue when the yearly review of the licence is due; null before the first one
 */
public record TechnicianDetail(
        String id,
        String centre,
        String name,
        String grade,
        int points,
        String band,
        Text bandName,
        Instant revokedAt,
        boolean mayWork,
        List<CentreDetail.Competence> skills,
        Map<String, List<String>> hours,
        String warehouse,
        Double latitude,
        Double longitude,
        Instant positionAt,
        LocalDate reviewDue,
        List<Move> moves,
        List<Training> trainings) {

    /**
     * A gain or loss of licence points.
     *
     * @param ticket its number; null for none
     * @param byRule whether the tariff made it, and not a person
     * @param cause what it was for, where the tariff made it; else null
     * @param cancels the entry that it takes back, or null
     * @param cancelled whether another entry takes it back
     */
    public record Move(
            long id,
            Instant at,
            String who,
            int points,
            String reason,
            String ticket,
            String remarks,
            boolean byRule,
            Text cause,
            Long cancels,
            boolean cancelled) {}

    /**
     * A training.
     *
     * @param score exam result 0..100, or null where there was none
     * @param plan what is learnt next because of the result, or null
     */
    public record Training(
            long id, String topic, String mode, LocalDate heldOn, BigDecimal score, Boolean passed, String plan) {}
}
