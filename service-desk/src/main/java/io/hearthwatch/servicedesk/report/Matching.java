package io.hearthwatch.servicedesk.report;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose a report surely is: of the household that has the appliance of that number, where the report names this household's phone or e-mail
 * address too. One of them alone is not enough: numbers are printed on plates, and phones are in books.
 */
final class Matching {
    /** Digits from the end that must agree: without prefixes, which people write in many ways. */
    private static final int DIGITS = 8;

    private final Fleet fleet;

    Matching(Fleet fleet) {
        this.fleet = fleet;
    }

    /** An appliance and its household. */
    record Match(String appliance, String household) {}

    private record Home(String household, String phone, String email) {}

    Optional<Match> find(Connection connection, Report report) throws SQLException {
        if (report.serial() == null) {
            return Optional.empty();
        }
        Optional<Appliance> appliance =
                fleet.find(report.serial()).or(() -> fleet.find(report.serial().toUpperCase(Locale.ROOT)));
        if (appliance.isEmpty()) {
            return Optional.empty();
        }
        Optional<Home> home = Sql.first(
                connection,
                """
                select h.id, h.phone, k.email from service.household_appliance a join service.household h on h.id = a.household
                left join service.household_contact k on k.household = h.id where a.appliance = ? and h.erased_at is null
                """,
                row -> new Home(row.getString("id"), row.getString("phone"), row.getString("email")),
                appliance.get().id());
        return home.filter(each -> samePhone(each.phone(), report.phone()) || sameEmail(each.email(), report.email()))
                .map(each -> new Match(appliance.get().id(), each.household()));
    }

    static boolean samePhone(String one, String other) {
        if (one == null || other == null) {
            return false;
        }
        String digits = one.replaceAll("\\D", "");
        String others = other.replaceAll("\\D", "");
        return digits.length() >= DIGITS
                && others.length() >= DIGITS
                && digits.substring(digits.length() - DIGITS).equals(others.substring(others.length() - DIGITS));
    }

    private static boolean sameEmail(String one, String other) {
        return one != null && other != null && one.strip().equalsIgnoreCase(other.strip());
    }

    /**
     * The centre that should look at a report which is nobody's surely: the one whose territory it comes from, the longest name of an area
     * first; else the one that usually serves the type; nothing for headquarters. No centre that is closed.
     */
    static Optional<String> centre(Connection connection, Report report) throws SQLException {
        return Sql.first(
                connection,
                """
                select near.centre from (
                    select t.centre, length(t.area) close
                    from (values (concat_ws(' ', ?::text, ?::text), ?::text, ?::text)) said (address, written, postcode)
                    join service.centre_territory t on t.area <> '' and service.lies_in(t.area, said.address,
                        coalesce(service.postal_code(said.postcode), said.postcode, service.postal_code(said.written)))
                    union all
                    select centre, 0 from service.default_centre where type = ?) near
                join service.centre c on c.id = near.centre and c.active
                order by near.close desc, near.centre limit 1
                """,
                row -> row.getString("centre"),
                report.address(),
                report.postcode(),
                report.address(),
                report.postcode(),
                report.type());
    }
}
