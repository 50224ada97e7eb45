package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A centre's audits and what they asked for. For one transaction. */
public final class CentreAudits {
    private final Connection connection;
    private final String centre;

    CentreAudits(Connection connection, String centre) {
        this.connection = connection;
        this.centre = centre;
    }

    /** A corrective action that is asked for. */
    public record Wanted(String what, String owner, LocalDate dueOn) {}

    static CentreAudits of(Connection connection, Scope scope, long action) throws SQLException {
        String centre = Sql.first(
                        connection,
                        "select centre from service.corrective_action where id = ? for update",
                        row -> row.getString("centre"),
                        action)
                .filter(scope::contains)
                .orElseThrow(() ->
                        Refusal.notFound("corrective action", String.valueOf(action), "look at /api/v1/centres/{id}"));
        return new CentreAudits(connection, centre);
    }

    List<CentreDetail.Audit> all() throws SQLException {
        return Sql.list(
                connection,
                "select * from service.centre_audit where centre = ? order by held_on desc",
                row -> new CentreDetail.Audit(
                        row.getLong("id"),
                        row.getObject("held_on", LocalDate.class),
                        row.getString("auditor"),
                        row.getBigDecimal("score"),
                        row.getString("remarks")),
                centre);
    }

    /** A year after the last one; today where there was none. */
    LocalDate nextDue(LocalDate today) throws SQLException {
        return all().stream()
                .map(audit -> audit.heldOn().plusYears(1))
                .findFirst()
                .orElse(today);
    }

    List<CentreDetail.Action> actions(LocalDate today) throws SQLException {
        return Sql.list(
                connection,
                "select * from service.corrective_action where centre = ? order by checked_at is not null, due_on, id",
                row -> action(row, today),
                centre);
    }

    private static CentreDetail.Action action(ResultSet row, LocalDate today) throws SQLException {
        LocalDate due = row.getObject("due_on", LocalDate.class);
        boolean done = Sql.instant(row, "done_at") != null;
        Boolean effective = row.getObject("effective", Boolean.class);
        String state;
        if (effective != null) {
            state = effective ? "effective" : "not_effective";
        } else if (done) {
            state = "done";
        } else {
            state = due.isBefore(today) ? "overdue" : "open";
        }
        return new CentreDetail.Action(
                row.getLong("id"),
                row.getLong("audit"),
                row.getString("what"),
                row.getString("owner"),
                due,
                row.getObject("follows", Long.class),
                state,
                Sql.instant(row, "done_at"),
                row.getString("done_by"),
                Sql.instant(row, "checked_at"),
                row.getString("checked_by"),
                row.getString("remarks"));
    }

    long add(CentreDetail.Audit audit, List<Wanted> actions, Instant now) throws SQLException {
        long id = Sql.first(
                        connection,
                        """
                        insert into service.centre_audit (centre, held_on, auditor, score, remarks, at) values (?, ?, ?, ?, ?, ?)
                        on conflict do nothing returning id
                        """,
                        row -> row.getLong("id"),
                        centre,
                        audit.heldOn(),
                        audit.auditor(),
                        audit.score(),
                        audit.remarks(),
                        now)
                .orElseThrow(() -> Refusal.conflict(
                        "there is an audit of " + audit.heldOn() + " already", "give the day on which it was held"));
        for (Wanted action : actions) {
            want(id, action, null);
        }
        return id;
    }

    private void want(long audit, Wanted action, Long follows) throws SQLException {
        Sql.update(connection, """
                insert into service.corrective_action (audit, centre, what, owner, due_on, follows) values (?, ?, ?, ?, ?, ?)
                """, audit, centre, action.what(), action.owner(), action.dueOn(), follows);
    }

    private record State(long audit, boolean done, String doneBy, boolean checked) {}

    private State state(long action) throws SQLException {
        return Sql.first(
                        connection,
                        "select * from service.corrective_action where id = ?",
                        row -> new State(
                                row.getLong("audit"),
                                Sql.instant(row, "done_at") != null,
                                row.getString("done_by"),
                                Sql.instant(row, "checked_at") != null),
                        action)
                .orElseThrow();
    }

    void done(long action, String who, Instant now) throws SQLException {
        if (state(action).done()) {
            throw Refusal.conflict("the action is done already", "have its effect checked");
        }
        Sql.update(
                connection,
                "update service.corrective_action set done_at = ?, done_by = ? where id = ?",
                now,
                who,
                action);
    }

    void checked(long action, boolean effective, String remarks, Wanted next, String who, Instant now)
            throws SQLException {
        State state = state(action);
        if (!state.done()) {
            throw Refusal.conflict("the action is not done yet", "say first that it is done");
        }
        if (state.checked()) {
            throw Refusal.conflict("the effect was checked already", "look at the centre's actions");
        }
        if (who.equals(state.doneBy())) {
            throw Refusal.conflict("who did it does not check its effect", "have somebody else check it");
        }
        if (!effective && next == null) {
            throw Refusal.invalid("there was no effect, so something else must follow", "give what, owner and due_on");
        }
        Sql.update(connection, """
                update service.corrective_action set checked_at = ?, checked_by = ?, effective = ?, remarks = ? where id = ?
                """, now, who, effective, remarks, action);
        if (!effective) {
            want(state.audit(), next, action);
        }
    }
}
