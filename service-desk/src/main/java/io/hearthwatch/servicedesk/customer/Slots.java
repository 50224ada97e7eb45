package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.OpenSpan;
import io.hearthwatch.servicedesk.clock.WorkingCalendar;
import io.hearthwatch.servicedesk.organisation.Centres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows that a centre can really keep: in its working hours, and no more visits at once than it has technicians with a licence who can do
 * the work. For one transaction.
 */
final class Slots {
    private static final int MINUTES = 120;
    private static final int DAYS = 14;
    private static final Duration NOTICE = Duration.ofHours(2);
    private static final Duration HOLD = Duration.ofMinutes(2);

    private final Connection connection;
    private final long ticket;
    private final String centre;
    private final String type;

    Slots(Connection connection, long ticket, String centre, String type) {
        this.connection = connection;
        this.ticket = ticket;
        this.centre = centre;
        this.type = type;
    }

    private record Taken(long ticket, Instant from, Instant to) {}

    /** Windows of the next two weeks in which another visit fits. */
    List<Slot> free(Instant now) throws SQLException {
        int technicians = technicians();
        List<Slot> slots = new ArrayList<>();
        if (technicians == 0) {
            return slots;
        }
        List<Taken> taken = taken(now);
        WorkingCalendar calendar = Centres.calendar(connection, centre);
        LocalDate today = now.atZone(calendar.zone()).toLocalDate();
        for (int i = 0; i < DAYS; i++) {
            LocalDate day = today.plusDays(i);
            for (OpenSpan span : calendar.spans(day)) {
                for (int minute = span.from(); minute + MINUTES <= span.to(); minute += MINUTES) {
                    Instant from = calendar.at(day, minute);
                    Instant to = calendar.at(day, minute + MINUTES);
                    long busy = taken.stream()
                            .filter(other ->
                                    other.from().isBefore(to) && other.to().isAfter(from))
                            .map(Taken::ticket)
                            .distinct()
                            .count();
                    if (!from.isBefore(now.plus(NOTICE)) && busy < technicians) {
                        slots.add(new Slot(from, to, (int) (technicians - busy)));
                    }
                }
            }
        }
        return slots;
    }

    private int technicians() throws SQLException {
        return Sql.first(connection, """
                        select count(*) from service.technician t where centre = ? and active and revoked_at is null
                            and (?::text is null or exists (
                                select from service.technician_skill s where s.technician = t.id and s.type in (?, '*')))
                        """, row -> row.getInt(1), centre, type, type)
                .orElse(0);
    }

    /** Other tickets' windows, and those that others are booking at this moment. */
    private List<Taken> taken(Instant now) throws SQLException {
        return Sql.list(
                connection,
                """
                select id, window_from, window_to from service.ticket
                where centre = ? and id <> ? and ended_at is null and window_to > ?
                    and state in ('scheduled', 'dispatched', 'confirmed', 'on_site')
                union all
                select ticket, window_from, window_to from service.slot_hold where centre = ? and ticket <> ? and held_until > ?
                """,
                row -> new Taken(row.getLong("id"), Sql.instant(row, "window_from"), Sql.instant(row, "window_to")),
                centre,
                ticket,
                now,
                centre,
                ticket,
                now);
    }

    /**
     * Keeps a window for this ticket for a moment, in which it is booked.
     *
     * @throws Refusal if it is not free
     */
    void hold(Instant from, Instant now) throws SQLException {
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.slots'), hashtext(?))",
                row -> null,
                centre);
        Slot slot = free(now).stream()
                .filter(each -> each.from().equals(from))
                .findFirst()
                .orElseThrow(() -> Refusal.conflict(
                        "the window that begins at " + from + " is not free, or not one that is offered",
                        "read the free ones at …/slots, and take another"));
        Sql.update(connection, """
                insert into service.slot_hold (ticket, centre, window_from, window_to, held_until) values (?, ?, ?, ?, ?)
                on conflict (ticket) do update set centre = excluded.centre, window_from = excluded.window_from,
                    window_to = excluded.window_to, held_until = excluded.held_until
                """, ticket, centre, slot.from(), slot.to(), now.plus(HOLD));
    }

    /** How long a window is. */
    static Instant end(Instant from) {
        return from.plus(Duration.ofMinutes(MINUTES));
    }
}
