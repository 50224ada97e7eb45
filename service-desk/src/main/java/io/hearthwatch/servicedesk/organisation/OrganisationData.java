package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.Stated;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/**
 * Stores what is said about the organisation; adds and changes, never removes. What a file says of something that people change too counts
 * once, so that loading it again takes back nothing. For one transaction.
 */
final class OrganisationData {
    private final Connection connection;
    private final boolean byPeople;

    OrganisationData(Connection connection, boolean byPeople) {
        this.connection = connection;
        this.byPeople = byPeople;
    }

    private boolean counts(String subject, Object value) throws SQLException {
        return byPeople || Stated.isNew(connection, subject, Sql.json(value.toString()));
    }

    int store(OrganisationFile file) throws SQLException {
        int changed = 0;
        for (OrganisationFile.Region region : file.regions) {
            if (!counts("region " + region.id(), region)) {
                continue;
            }
            changed += Sql.update(
                    connection,
                    """
                    insert into service.region as old (id, name_en, name_zh) values (?, ?, ?)
                    on conflict (id) do update set name_en = excluded.name_en, name_zh = excluded.name_zh
                        where (old.name_en, old.name_zh) is distinct from (excluded.name_en, excluded.name_zh)
                    """,
                    region.id(),
                    region.name().en(),
                    region.name().zh());
        }
        for (OrganisationFile.Centre centre : file.centres) {
            centre(centre);
        }
        for (OrganisationFile.Technician technician : file.technicians) {
            changed += technician(technician) ? 1 : 0;
        }
        for (OrganisationFile.Home home : file.homes) {
            if (!byPeople && !Stated.isNewPersonal(connection, "home " + home.household(), home.toString())) {
                continue;
            }
            changed += Sql.update(
                    connection, """
                    -- Whom a person or the service has chosen stays; a file takes back only its own word.
                    update service.household h set latitude = n.latitude, longitude = n.longitude, engineer = n.engineer, engineer_how = n.how
                    from (select id, ?::float8 latitude, ?::float8 longitude,
                            case when people then said when engineer_how = 'person' then engineer when said is not null then said
                                when engineer_how = 'file' then null else engineer end engineer,
                            case when people and said is distinct from engineer then 'person' when people or engineer_how = 'person'
                                then engineer_how when said is not null then 'file' when engineer_how = 'file' then null
                                else engineer_how end how
                        from service.household cross join (values (?::text, ?::boolean)) says (said, people)) n
                    where n.id = h.id and h.id = ? and h.erased_at is null and (h.latitude, h.longitude, h.engineer, h.engineer_how)
                        is distinct from (n.latitude, n.longitude, n.engineer, n.how)
                    """, home.latitude(), home.longitude(), home.engineer(), byPeople, home.household());
        }
        return changed;
    }

    private void centre(OrganisationFile.Centre centre) throws SQLException {
        if (counts("centre details " + centre.id(), centre)) {
            details(centre);
        }
        // People change it too: an unforeseen holiday must survive the next load of the same file.
        if (centre.hours() != null
                && (byPeople
                        || Stated.isNew(
                                connection,
                                "calendar " + centre.id(),
                                centre.hours().weekJson() + centre.hours().daysJson()))) {
            Sql.update(
                    connection,
                    """
                    insert into service.centre_calendar as old (centre, week, days) values (?, ?::jsonb, ?::jsonb)
                    on conflict (centre) do update set week = excluded.week, days = excluded.days, version = old.version + 1
                    """,
                    centre.id(),
                    centre.hours().weekJson(),
                    centre.hours().daysJson());
        }
    }

    private void details(OrganisationFile.Centre centre) throws SQLException {
        // A file that says nothing of the region leaves it; people say all that there is.
        Sql.update(
                connection,
                """
                update service.centre set region = case when ? then ? else coalesce(?, region) end, kind = coalesce(?, kind),
                    phone = case when ? then ? else coalesce(?, phone) end
                where id = ?
                """,
                byPeople,
                centre.region(),
                centre.region(),
                centre.kind(),
                byPeople,
                centre.phone(),
                centre.phone(),
                centre.id());
        int parts = 0;
        if (centre.territory() != null) {
            parts += Sql.update(
                    connection,
                    "delete from service.centre_territory where centre = ? and area <> all (?)",
                    centre.id(),
                    centre.territory());
            parts += Sql.update(
                    connection,
                    "insert into service.centre_territory (centre, area) select ?, unnest(?) on conflict do nothing",
                    centre.id(),
                    new TreeSet<>(centre.territory()));
        }
        if (centre.abilities() != null) {
            parts += abilities("centre_competence", "centre", centre.id(), centre.abilities());
        }
        if (centre.work() != null) {
            parts += Sql.update(
                    connection,
                    "delete from service.centre_work where centre = ? and kind <> all (?)",
                    centre.id(),
                    centre.work());
            parts += Sql.update(
                    connection,
                    "insert into service.centre_work (centre, kind) select ?, unnest(?) on conflict do nothing",
                    centre.id(),
                    centre.work());
        }
        if (parts > 0) {
            Sql.update(connection, "update service.centre set version = version + 1 where id = ?", centre.id());
        }
    }

    private boolean technician(OrganisationFile.Technician technician) throws SQLException {
        if (!counts("technician " + technician.id(), technician)) {
            return false;
        }
        Sql.update(
                connection,
                """
                insert into service.technician as old (id, centre, name, grade, hours, warehouse, latitude, longitude)
                values (?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                on conflict (id) do update set centre = excluded.centre, name = excluded.name, grade = excluded.grade,
                    hours = excluded.hours, warehouse = excluded.warehouse,
                    latitude = coalesce(excluded.latitude, old.latitude),
                    longitude = coalesce(excluded.longitude, old.longitude)
                """,
                technician.id(),
                technician.centre(),
                technician.name(),
                technician.grade(),
                technician.hours() == null
                        ? null
                        : "{\"week\":" + technician.hours().weekJson() + ",\"days\":"
                                + technician.hours().daysJson() + "}",
                technician.warehouse(),
                technician.latitude(),
                technician.longitude());
        if (abilities("technician_skill", "technician", technician.id(), technician.skills()) > 0) {
            Sql.update(connection, "update service.technician set version = version + 1 where id = ?", technician.id());
        }
        return true;
    }

    /** Makes them what is said; how many are new or gone. */
    private int abilities(String table, String column, String id, List<OrganisationFile.Ability> abilities)
            throws SQLException {
        int changed = Sql.update(
                connection,
                "delete from service." + table + " where " + column + " = ? and type || ' ' || fault_class <> all (?)",
                id,
                abilities.stream()
                        .map(ability -> ability.type() + " " + ability.faultClass())
                        .toList());
        for (OrganisationFile.Ability ability : abilities) {
            changed += Sql.update(
                    connection,
                    "insert into service." + table + " (" + column
                            + ", type, fault_class) values (?, ?, ?) on conflict do nothing",
                    id,
                    ability.type(),
                    ability.faultClass());
        }
        return changed;
    }
}
