package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A service centre with everything about it.
 *
 * @param phone what customers call, or null
 * @param certified whether it has a certificate that is good today
 * @param certifiedUntil when its last certificate ends, or null
 * @param auditDue when the next yearly audit is due at the latest; today where there was none
 */
public record CentreDetail(
        String id,
        Text name,
        String region,
        String kind,
        String timeZone,
        double latitude,
        double longitude,
        String warehouse,
        String phone,
        List<String> territory,
        List<Competence> competences,
        boolean certified,
        LocalDate certifiedUntil,
        LocalDate auditDue,
        int technicians,
        Hours calendar,
        List<Certificate> certificates,
        List<Audit> audits,
        List<Action> actions) {

    /** An appliance type and a fault class; {@code *} is any. */
    public record Competence(String type, String faultClass) {}

    /**
     * When a centre works.
     *
     * @param announceAt the hour of a working day at which the next one is announced by itself, such as 17:00; or {@code by_hand}
     */
    public record Hours(
            int version, Map<String, List<String>> hours, Map<String, List<String>> days, String announceAt) {}

    /** Leave to work, with an end. */
    public record Certificate(long id, String name, LocalDate issuedOn, LocalDate expiresOn) {}

    /** A yearly audit. */
    public record Audit(long id, LocalDate heldOn, String auditor, BigDecimal score, String remarks) {}

    /**
     * What an audit asked for.
     *
     * @param state open, overdue, done (its effect is not checked), effective, or not_effective (another one follows)
     * @param follows the action that had no effect, or null
     */
    public record Action(
            long id,
            long audit,
            String what,
            String owner,
            LocalDate dueOn,
            Long follows,
            String state,
            Instant doneAt,
            String doneBy,
            Instant checkedAt,
            String checkedBy,
            String remarks) {}
}
