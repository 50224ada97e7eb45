package io.hearthwatch.benchmarks.indicators;

import io.hearthwatch.database.Database;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Two years of service, made up and written past the guards: four centres in two regions and time zones, an appliance for every four
 * tickets, ten models with six lots each, visits, steps, promises, surveys, complaints, parts and costs. The same for the same number.
 */
final class History {
    private History() {}

    /** 730 days up to the end of October 2026, a ticket in each of so many equal spans. */
    private static final List<String> TABLES = List.of("""
            insert into service.region values ('R1', 'East', '东区'), ('R2', 'West', '西区')
            """, """
            insert into service.warehouse (id, name_en, name_zh) values ('W', 'W', 'W')
            """, """
            insert into service.centre (id, name_en, name_zh, time_zone, latitude, longitude, warehouse, region)
            select 'C' || i, 'Centre ' || i, '网点' || i, case when i %% 2 = 0 then 'Asia/Shanghai' else 'Europe/Berlin' end, 30 + i, 100 + i, 'W',
                'R' || (1 + i %% 2) from generate_series(1, 4) i
            """, """
            insert into fleet.appliance (id, type, model, lot, purchased_on, created_at)
            select 'a-' || i, case i %% 3 when 0 then 'dishwasher' else 'washing_machine' end, 'M-' || i %% 10, 'L-' || i %% 60,
                date '2022-01-01' + i %% 1400, timestamptz '2024-11-01Z' from generate_series(1, %1$d / 4) i
            """, """
            insert into service.household (id, name, address, phone, language, centre)
            select 'h-' || i, 'Household ' || i, 'Road ' || i, '1', 'en', 'C' || 1 + i %% 4 from generate_series(1, %1$d / 8) i
            """, """
            insert into service.household_appliance select 'a-' || i, 'h-' || 1 + (i - 1) / 2 from generate_series(1, %1$d / 8 * 2) i
            """, """
            insert into service.guarantee_rule (type, purchased_from, version, refund_days, exchange_days, repair_months, main_part_months,
                main_components, failed_repairs, repair_guarantee_days, source)
            values ('*', '2000-01-01', 1, 7, 15, 12, 36, '{}', 2, 90, 'made up') on conflict do nothing
            """, """
            insert into service.ticket (appliance_no, type, component, centre, household, source, channel, kind, state, urgency, summary, reasons,
                check_first, opened_at, called_at, due_at, stepped_at, ended_at, end_reason, finding, decision_id, probability)
            select a.appliance_no, a.type, (array['drain_pump', 'heater', 'door_lock', 'inlet_valve', 'motor'])[1 + abs(hashint4(i) %% 5)],
                'C' || 1 + i %% 4, 'h-' || 1 + i %% (%1$d / 8), case i %% 10 when 0 then 'prediction' when 1 then 'fault_code' else 'customer' end,
                'phone', case i %% 20 when 3 then 'complaint' when 5 then 'maintenance' else 'repair' end, 'closed', 1, '{}', '[]', '[]', o.at,
                o.at, o.at + interval '5 days', o.at + interval '3 days', o.at + interval '3 days',
                case when i %% 10 < 2 and i %% 7 = 0 then 'nothing_found' else 'repaired' end,
                case when i %% 10 < 2 and i %% 7 = 0 then 'nothing_found' else 'failure' end,
                case when i %% 10 = 0 then gen_random_uuid() end, case when i %% 10 = 0 then 0.5 end
            from generate_series(1, %1$d) i
            cross join lateral (select timestamptz '2024-11-01Z' + i * (interval '727 days' / %1$d) as at) o
            join fleet.appliance a on a.id = 'a-' || 1 + (i::bigint * 7919) %% (%1$d / 4)
            """, """
            insert into service.ticket_event (ticket, at, who, what, detail, from_state, to_state)
            select t.id, t.opened_at + s.after, 'li', s.step, '{"reason": "repaired"}', s.before, s.step
            from service.ticket t cross join (values (interval '2 hours', 'opened', 'triaged'), (interval '3 hours', 'triaged', 'scheduled'),
                (interval '4 hours', 'scheduled', 'dispatched'), (interval '5 hours', 'dispatched', 'confirmed'),
                (interval '1 day', 'confirmed', 'on_site'), (interval '25 hours', 'on_site', 'repaired'),
                (interval '26 hours', 'repaired', 'accepted'), (interval '2 days', 'accepted', 'reviewed'),
                (interval '50 hours', 'reviewed', 'followed_up'), (interval '3 days', 'followed_up', 'closed')) s (after, before, step)
            """, """
            insert into service.ticket_visit
            select t.id, n, 0, 'li', t.opened_at + interval '23 hours' * n, t.opened_at + interval '25 hours' * n, t.opened_at + interval '1 day' * n
            from service.ticket t cross join lateral generate_series(1, case when t.id %% 6 = 0 then 2 else 1 end) n where t.kind <> 'complaint'
            """, """
            insert into service.complaint (ticket, class, classified_at, classified_by) select id, 'service', opened_at, 'li' from service.ticket where kind = 'complaint'
            """, """
            insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, ticket, source, source_id, evidence, at, who)
            select 'cost', c.region, t.centre, e.element, e.amount, 'EUR', (t.ended_at at time zone 'UTC')::date, t.id, 'settlement',
                t.id || e.element, 'made up', t.ended_at, 'li'
            from service.ticket t join service.centre c on c.id = t.centre
            cross join (values ('labour', 45), ('travel', 15), ('parts', 30)) e (element, amount) where t.kind = 'repair'
            """);

    static void write(Database database, int tickets) {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local session_replication_role = replica");
                for (String each : TABLES) {
                    execute(connection.prepareStatement(each.formatted(tickets)), each);
                }
            }
            return null;
        });
        database.withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("analyze");
            }
        });
    }

    private static void execute(PreparedStatement prepared, String what) throws SQLException {
        try (prepared) {
            prepared.execute();
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in: " + what, e);
        }
    }
}
