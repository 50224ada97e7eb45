package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.fleet.TicketWork;
import io.hearthwatch.fleet.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a ticket found and repaired. Each round of work (a ticket that is reopened begins another one) repairs the component that the
 * round's last finding names, and those whose parts were built in. The ticket's failure is that of the last finding that names a component
 * which had failed; there is one for a ticket, however often it was reopened. A component that a proactive ticket found before anybody
 * missed it had not failed, unless the finding says otherwise. Where nothing was found, or the customer was helped from afar, there is
 * nothing.
 */
final class TicketWorkReads {
    /** Customers who remember an earlier beginning than this mean another one. */
    private static final Duration OLDEST_BEGINNING = Duration.ofDays(90);

    /** What somebody missed before anyone looked, so that it had failed. */
    private static final Set<String> MISSED = Set.of("customer", "fault_code");

    private final Catalog catalog;

    TicketWorkReads(Catalog catalog) {
        this.catalog = catalog;
    }

    private record Ticket(
            long id,
            String number,
            int applianceNo,
            String type,
            String model,
            String component,
            String source,
            String kind,
            int round,
            Instant openedAt,
            Instant hitAt,
            Instant calledAt,
            Instant arrivedAt,
            Instant endedByHandAt,
            String began) {}

    /** @param failed null where nobody said */
    private record Finding(String component, boolean misuse, Boolean failed, String part) {}

    private record Line(String component, String part, String serial) {}

    /** As of now; empty where the ticket is about no appliance, or of a kind that repairs nothing. */
    Optional<TicketWork> of(Connection connection, long ticket) throws SQLException {
        Optional<Ticket> row = ticket(connection, ticket);
        return row.isEmpty() ? Optional.empty() : Optional.of(work(connection, row.get()));
    }

    private static Optional<Ticket> ticket(Connection connection, long id) throws SQLException {
        return Sql.first(
                connection,
                """
                select t.*, coalesce(t.type, a.type) about, a.model,
                    (select min(v.arrived_at) from service.ticket_visit v where v.ticket = t.id) arrived_at,
                    case when t.end_reason = 'repaired' and t.finding = 'failure' then t.ended_at end ended_by_hand_at,
                    (select value from service.ticket_answer w where w.ticket = t.id and w.field = 'began') began
                from service.ticket t join fleet.appliance a using (appliance_no)
                where t.id = ? and t.kind in ('repair', 'part_replacement', 'maintenance')
                """,
                row -> new Ticket(
                        row.getLong("id"),
                        row.getString("number"),
                        row.getInt("appliance_no"),
                        row.getString("about"),
                        row.getString("model"),
                        row.getString("component"),
                        row.getString("source"),
                        row.getString("kind"),
                        row.getInt("times_reopened"),
                        Sql.instant(row, "opened_at"),
                        Sql.instant(row, "hit_at"),
                        Sql.instant(row, "called_at"),
                        Sql.instant(row, "arrived_at"),
                        Sql.instant(row, "ended_by_hand_at"),
                        row.getString("began")),
                id);
    }

    private TicketWork work(Connection connection, Ticket ticket) throws SQLException {
        Map<Integer, Instant> rounds = workedRounds(connection, ticket);
        Map<Integer, Finding> findings = findings(connection, ticket);
        if (rounds.isEmpty() && findings.isEmpty() && ticket.endedByHandAt() != null) {
            // Closed at once by somebody who said that it had failed.
            rounds.put(ticket.round(), ticket.endedByHandAt());
            findings.put(ticket.round(), new Finding(ticket.component(), false, null, null));
        }
        Map<Integer, List<Line>> lines = rounds.isEmpty() ? Map.of() : lines(connection, ticket);
        List<TicketWork.Repair> repairs = new ArrayList<>();
        TicketWork.Failure failure = null;
        for (Map.Entry<Integer, Instant> round : rounds.entrySet()) {
            Finding finding = findings.get(round.getKey());
            List<TicketWork.Repair> done = repairs(
                    ticket, round.getKey(), round.getValue(), finding, lines.getOrDefault(round.getKey(), List.of()));
            repairs.addAll(done);
            if (finding != null && why(ticket, finding) == Work.Why.FAILED) {
                Instant first = repairs.stream()
                        .filter(repair -> repair.component().equals(finding.component()))
                        .map(TicketWork.Repair::time)
                        .min(Instant::compareTo)
                        .orElse(round.getValue());
                Instant failed = failedAt(ticket).orElse(first);
                failure = new TicketWork.Failure(finding.component(), failed.isAfter(first) ? first : failed);
            }
        }
        return new TicketWork(ticket.number(), ticket.applianceNo(), repairs, failure);
    }

    /** When the work of each round was done, in order; where it is not, the round is missing. */
    private static Map<Integer, Instant> workedRounds(Connection connection, Ticket ticket) throws SQLException {
        Map<Integer, Instant> rounds = new LinkedHashMap<>();
        Sql.list(
                connection,
                """
                select round, max(at) at from (
                    select at, to_state, (count(*) filter (where to_state = 'reopened') over (order by id))::int round
                    from service.ticket_event where ticket = ?) e
                where to_state = ? group by round order by round
                """,
                row -> rounds.put(row.getInt("round"), Sql.instant(row, "at")),
                ticket.id(),
                ticket.kind().equals("maintenance") ? "accepted" : "repaired");
        return rounds;
    }

    /** The last finding of each round; where nothing was found, the round is missing. */
    private static Map<Integer, Finding> findings(Connection connection, Ticket ticket) throws SQLException {
        Map<Integer, Finding> findings = new LinkedHashMap<>();
        Sql.list(
                connection,
                """
                select round, component, misuse, failed, part from (
                    select distinct on (round) * from service.ticket_finding where ticket = ? order by round, id desc) f
                where component is not null
                """,
                row -> findings.put(
                        row.getInt("round"),
                        new Finding(
                                row.getString("component"),
                                row.getBoolean("misuse"),
                                row.getObject("failed", Boolean.class),
                                row.getString("part"))),
                ticket.id());
        return findings;
    }

    private static Map<Integer, List<Line>> lines(Connection connection, Ticket ticket) throws SQLException {
        Map<Integer, List<Line>> lines = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select round, component, part, new_serial from service.part_line where ticket = ? order by id",
                row -> lines.computeIfAbsent(row.getInt("round"), key -> new ArrayList<>())
                        .add(new Line(row.getString("component"), row.getString("part"), row.getString("new_serial"))),
                ticket.id());
        return lines;
    }

    /** What a round repaired. A finding that was corrected later doesn't say what a part belongs to; the catalog does. */
    private List<TicketWork.Repair> repairs(Ticket ticket, int round, Instant at, Finding finding, List<Line> lines) {
        Map<String, Line> done = new LinkedHashMap<>();
        if (finding != null) {
            done.put(finding.component(), new Line(finding.component(), finding.part(), null));
        }
        for (Line line : lines) {
            String component = component(ticket, finding, line);
            if (component != null) {
                done.merge(component, line, (one, other) -> one.serial() == null ? other : one);
            }
        }
        List<TicketWork.Repair> repairs = new ArrayList<>();
        done.forEach((component, line) -> repairs.add(new TicketWork.Repair(
                round,
                component,
                at,
                finding != null && finding.component().equals(component)
                        ? why(ticket, finding)
                        : ticket.kind().equals("maintenance") ? Work.Why.MAINTENANCE : null,
                line.part(),
                line.serial())));
        return repairs;
    }

    /** The component that a part was built into, or null where nobody knows. */
    private String component(Ticket ticket, Finding finding, Line line) {
        Optional<ApplianceType> type = ticket.type() == null ? Optional.empty() : catalog.find(ticket.type());
        List<String> fitting = type.stream()
                .flatMap(each -> each.components().keySet().stream()
                        .flatMap(id -> each.component(ticket.model(), id).stream())
                        .filter(component -> component.parts().contains(line.part())))
                .map(Component::id)
                .toList();
        if (finding != null && (fitting.contains(finding.component()) || fitting.isEmpty())) {
            return finding.component();
        }
        if (fitting.size() == 1 || fitting.contains(line.component())) {
            return fitting.size() == 1 ? fitting.get(0) : line.component();
        }
        return null;
    }

    private static Work.Why why(Ticket ticket, Finding finding) {
        if (finding.misuse()) {
            return Work.Why.MISUSE;
        }
        boolean missed = MISSED.contains(ticket.source()) || ticket.calledAt() != null || ticket.hitAt() != null;
        return Objects.requireNonNullElse(finding.failed(), missed) ? Work.Why.FAILED : Work.Why.WORN;
    }

    /** When it failed: since when the customer says, or when it was missed; empty where it was found when somebody came. */
    private static Optional<Instant> failedAt(Ticket ticket) {
        if (ticket.hitAt() != null) {
            return Optional.of(ticket.hitAt());
        }
        Instant told = ticket.calledAt() != null && !ticket.source().equals("customer")
                ? ticket.calledAt()
                : MISSED.contains(ticket.source()) ? ticket.openedAt() : ticket.arrivedAt();
        return Optional.ofNullable(told)
                .map(by -> instant(ticket.began())
                        .filter(began -> !began.isAfter(by) && began.isAfter(by.minus(OLDEST_BEGINNING)))
                        .orElse(by));
    }

    /** What somebody answered, where it is a time or a day; people also write "since Monday". */
    private static Optional<Instant> instant(String words) {
        if (words == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    words.length() > 10
                            ? Instant.parse(words)
                            : LocalDate.parse(words)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
