package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.Stated;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/** Stores what a service file says about the organisation; adds and changes, never removes. For one transaction. */
final class OrganisationData {
    private final Connection connection;

    OrganisationData(Connection connection) {
        this.connection = connection;
    }

    int store(OrganisationFile file) throws SQLException {
        int changed = 0;
        for (OrganisationFile.Region region : file.regions) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.region as old (id, name_en, name_zh) values (?, ?, ?)
                    on conflict (id) do update set name_en = excluded.name_en, name_zh = excluded.name_zh
                        where old is distinct from excluded
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
            changed += Sql.update(
                    connection,
                    """
                    update service.household set latitude = ?, longitude = ?, engineer = ?
                    where id = ? and erased_at is null and (latitude, longitude, engineer) is distinct from (?::float8, ?::float8, ?::text)
                    """,
                    home.latitude(),
                    home.longitude(),
                    home.engineer(),
                    home.household(),
                    home.latitude(),
                    home.longitude(),
                    home.engineer());
        }
        return changed;
    }

    private void centre(OrganisationFile.Centre centre) throws SQLException {
        if (centre.region() != null || centre.kind() != null) {
            Sql.update(
                    connection,
                    "update service.centre set region = coalesce(?, region), kind = coalesce(?, kind) where id = ?",
                    centre.region(),
                    centre.kind(),
                    centre.id());
        }
        if (centre.territory() != null) {
            Sql.update(
                    connection,
                    "delete from service.centre_territory where centre = ? and area <> all (?)",
                    centre.id(),
                    centre.territory());
            Sql.update(
                    connection,
                    "insert into service.centre_territory (centre, area) select ?, unnest(?) on conflict do nothing",
                    centre.id(),
                    new TreeSet<>(centre.territory()));
        }
        if (centre.abilities() != null) {
            abilities("centre_competence", "centre", centre.id(), centre.abilities());
        }
        if (centre.work() != null) {
            Sql.update(connection, "delete from service.centre_work where centre = ?", centre.id());
            Sql.update(
                    connection,
                    "insert into service.centre_work (centre, kind) select ?, unnest(?)",
                    centre.id(),
                    centre.work());
        }
        // People change it too: an unforeseen holiday must survive the next load of the same file.
        if (centre.hours() != null
                && Stated.isNew(
                        connection,
                        "calendar " + centre.id(),
                        centre.hours().weekJson() + centre.hours().daysJson())) {
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

    private boolean technician(OrganisationFile.Technician technician) throws SQLException {
        if (!Stated.isNew(connection, "technician " + technician.id(), Sql.json(technician.toString()))) {
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
        abilities("technician_skill", "technician", technician.id(), technician.skills());
        return true;
    }

    private void abilities(String table, String column, String id, List<OrganisationFile.Ability> abilities)
            throws SQLException {
        Sql.update(connection, "delete from service." + table + " where " + column + " = ?", id);
        for (OrganisationFile.Ability ability : abilities) {
            Sql.update(
                    connection,
                    "insert into service." + table + " (" + column + ", type, fault_class) values (?, ?, ?)",
                    id,
                    ability.type(),
                    ability.faultClass());
        }
    }
}
