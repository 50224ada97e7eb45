package io.hearthwatch.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Brings the rows of one ticket in {@code fleet.failure} and {@code fleet.repair} in line with what it says now. Single use. */
final class TicketWorkStore {
    private static final int LOCKS = 64;

    private final Connection connection;
    private final TicketWork work;
    private final Instant receivedAt;

    TicketWorkStore(Connection connection, TicketWork work, Instant receivedAt) {
        this.connection = connection;
        this.work = work;
        this.receivedAt = receivedAt;
    }

    /** A row that the ticket tells of. */
    private record Row(
            String component, Instant time, int round, String why, String part, String serial, boolean fromTicket) {}

    /**
     * Makes tickets and other systems tell of an appliance one after the other, else neither would see that the other tells of the same.
     * Few locks for all appliances, so that a large import does not fill the database's table of locks; in one order.
     */
    static void lock(Connection connection, IntStream appliances) throws SQLException {
        int[] locks = appliances
                .map(no -> Math.floorMod(no, LOCKS))
                .distinct()
                .sorted()
                .toArray();
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtext('fleet.failure'), ?)")) {
            for (int each : locks) {
                lock.setInt(1, each);
                lock.execute();
            }
        }
    }

    TicketWork tell() throws SQLException {
        if (work.repairs().isEmpty() && work.failure() == null && !toldBefore()) {
            return changed(List.of(), null);
        }
        lock(connection, IntStream.of(work.applianceNo()));
        boolean failureStands = failureStands();
        List<TicketWork.Repair> repairs = repairs();
        return changed(
                repairs,
                work.failure() == null || failureStands || joined(work.failure()) ? null : insert(work.failure()));
    }

    private TicketWork changed(List<TicketWork.Repair> repairs, TicketWork.Failure failure) {
        return new TicketWork(work.ticket(), work.applianceNo(), repairs, failure);
    }

    private boolean toldBefore() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select exists (select from fleet.repair where ticket = ?) or exists (select from fleet.failure where ticket = ?)
                """)) {
            return first(select, work.ticket(), work.ticket()).getBoolean(1);
        }
    }

    /** Whether what the ticket told before of a failure is what it tells now; otherwise that is withdrawn. */
    private boolean failureStands() throws SQLException {
        TicketWork.Failure wanted = work.failure();
        boolean stands = false;
        for (Row row : rows("failure", "0, 'failed', null::text, null::text")) {
            stands = wanted != null
                    && row.component().equals(wanted.component())
                    && (!row.fromTicket() || row.time().equals(wanted.time()));
            if (!stands) {
                withdraw("failure", row);
            }
        }
        return stands;
    }

    /** Joins what another system told of the failure before. */
    private boolean joined(TicketWork.Failure wanted) throws SQLException {
        return update(
                """
                update fleet.failure f set ticket = ? where (appliance_no, component, time) = (
                    select item.appliance_no, item.component, item.time
                    from fleet.failure item, (select ?::int appliance_no, ?::text component, ?::timestamptz time) t
                    where item.appliance_no = t.appliance_no and item.component = t.component and item.ticket is null and
                """ + LabelStore.SAME_FAILURE + " order by abs(extract(epoch from item.time - t.time)) limit 1)",
                work.ticket(),
                work.applianceNo(),
                wanted.component(),
                utc(wanted.time()));
    }

    private TicketWork.Failure insert(TicketWork.Failure wanted) throws SQLException {
        update("""
                insert into fleet.failure (appliance_no, component, time, received_at, ticket, from_ticket)
                values (?, ?, ?, ?, ?, true) on conflict do nothing
                """, work.applianceNo(), wanted.component(), utc(wanted.time()), utc(receivedAt), work.ticket());
        return wanted;
    }

    private List<TicketWork.Repair> repairs() throws SQLException {
        List<Row> rows = rows("repair", "round, why, part, serial");
        List<TicketWork.Repair> missing = new ArrayList<>();
        for (TicketWork.Repair repair : work.repairs()) {
            TicketWork.Repair wanted = asFailed(repair);
            Row row =
                    rows.stream().filter(each -> isOf(each, wanted)).findFirst().orElse(null);
            if (row == null) {
                missing.add(wanted);
            } else {
                rows.remove(row);
                if (!says(row, wanted)) {
                    say(row, wanted);
                }
            }
        }
        for (Row row : rows) {
            withdraw("repair", row);
        }
        List<TicketWork.Repair> fresh = new ArrayList<>();
        for (TicketWork.Repair wanted : missing) {
            if (!joined(wanted)) {
                insert(wanted);
                fresh.add(wanted);
            }
        }
        return fresh;
    }

    private static boolean isOf(Row row, TicketWork.Repair wanted) {
        return row.round() == wanted.round()
                && row.component().equals(wanted.component())
                && (!row.fromTicket() || row.time().equals(wanted.time()));
    }

    private static boolean says(Row row, TicketWork.Repair wanted) {
        return Objects.equals(row.why(), id(wanted.why()))
                && Objects.equals(row.part(), wanted.part())
                && Objects.equals(row.serial(), wanted.serial());
    }

    /** The same repair with more known about it: it keeps the time at which it became known. */
    private void say(Row row, TicketWork.Repair wanted) throws SQLException {
        update(
                """
                update fleet.repair set why = ?, part = ?, serial = ?, planned = case when from_ticket then ?::boolean else planned end
                where appliance_no = ? and component = ? and time = ?
                """,
                id(wanted.why()),
                wanted.part(),
                wanted.serial(),
                planned(wanted),
                work.applianceNo(),
                row.component(),
                utc(row.time()));
    }

    private static Boolean planned(TicketWork.Repair repair) {
        return repair.why() == null ? null : repair.why() == Work.Why.WORN || repair.why() == Work.Why.MAINTENANCE;
    }

    /** Where another system says that it had failed, it was not found in time. */
    private TicketWork.Repair asFailed(TicketWork.Repair repair) throws SQLException {
        if (repair.why() != Work.Why.WORN) {
            return repair;
        }
        try (PreparedStatement select = connection.prepareStatement("""
                select exists (
                    select from fleet.failure f, (select ?::int appliance_no, ?::text component, ?::timestamptz time) r
                    where f.appliance_no = r.appliance_no and f.component = r.component and
                """ + LabelStore.SAME_AS_REPAIR + ")")) {
            boolean failed = first(select, work.applianceNo(), repair.component(), utc(repair.time()))
                    .getBoolean(1);
            return !failed
                    ? repair
                    : new TicketWork.Repair(
                            repair.round(),
                            repair.component(),
                            repair.time(),
                            Work.Why.FAILED,
                            repair.part(),
                            repair.serial());
        }
    }

    /** Joins what another system told of the repair before. */
    private boolean joined(TicketWork.Repair wanted) throws SQLException {
        return update(
                """
                update fleet.repair r set ticket = ?, round = ?, why = ?, part = ?, serial = ?
                where (appliance_no, component, time) = (
                    select t.appliance_no, t.component, t.time
                    from fleet.repair t, (select ?::int appliance_no, ?::text component, ?::timestamptz time) item
                    where t.appliance_no = item.appliance_no and t.component = item.component and t.ticket is null and
                """ + LabelStore.SAME_REPAIR + " order by abs(extract(epoch from t.time - item.time)) limit 1)",
                work.ticket(),
                wanted.round(),
                id(wanted.why()),
                wanted.part(),
                wanted.serial(),
                work.applianceNo(),
                wanted.component(),
                utc(wanted.time()));
    }

    private void insert(TicketWork.Repair wanted) throws SQLException {
        update(
                """
                insert into fleet.repair (appliance_no, component, time, received_at, planned, ticket, from_ticket, round, why, part, serial)
                values (?, ?, ?, ?, ?, ?, true, ?, ?, ?, ?) on conflict do nothing
                """,
                work.applianceNo(),
                wanted.component(),
                utc(wanted.time()),
                utc(receivedAt),
                planned(wanted),
                work.ticket(),
                wanted.round(),
                id(wanted.why()),
                wanted.part(),
                wanted.serial());
    }

    /** The ticket no longer tells of it; what another system said of the same counts again. */
    private void withdraw(String kind, Row row) throws SQLException {
        Object[] key = {work.applianceNo(), row.component(), utc(row.time())};
        if (!row.fromTicket()) {
            String more = kind.equals("repair") ? ", round = null, why = null, part = null, serial = null" : "";
            update(
                    "update fleet." + kind + " set ticket = null" + more
                            + " where appliance_no = ? and component = ? and time = ?",
                    key);
            return;
        }
        update("delete from fleet." + kind + " where appliance_no = ? and component = ? and time = ?", key);
        List<ComponentEvent> again = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from fleet.told_again where ticket = ? and kind = ? and component = ?
                returning appliance_no, component, time, received_at, planned
                """)) {
            set(delete, work.ticket(), kind, row.component());
            try (ResultSet told = delete.executeQuery()) {
                while (told.next()) {
                    again.add(new ComponentEvent(
                            told.getInt(1),
                            told.getString(2),
                            told.getObject(3, OffsetDateTime.class).toInstant(),
                            told.getObject(4, OffsetDateTime.class).toInstant(),
                            told.getObject(5, Boolean.class)));
                }
            }
        }
        LabelStore store = kind.equals("repair") ? LabelStore.repairs(null) : LabelStore.failures(null);
        store.insertMissing(connection, again);
    }

    private List<Row> rows(String kind, String more) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select component, time, from_ticket, " + more + " from fleet." + kind + " where ticket = ?")) {
            set(select, work.ticket());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getInt(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getBoolean(3)));
                }
            }
        }
        return rows;
    }

    private boolean update(String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            set(update, values);
            return update.executeUpdate() > 0;
        }
    }

    private static ResultSet first(PreparedStatement select, Object... values) throws SQLException {
        set(select, values);
        ResultSet row = select.executeQuery();
        row.next();
        return row;
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static String id(Work.Why why) {
        return why == null ? null : why.id();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
