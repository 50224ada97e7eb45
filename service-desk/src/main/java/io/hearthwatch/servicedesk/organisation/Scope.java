package io.hearthwatch.servicedesk.organisation;

import java.util.Set;

/**
 * What somebody may see: everything, or what belongs to some service centres. What belongs to no centre is headquarters'.
 *
 * @param centres ids of the centres; null for everything
 * @param technician only this technician's own jobs among the centre's; null for all of them
 */
public record Scope(Set<String> centres, String technician) {
    /** Headquarters', and everybody's while nobody is registered. */
    public static final Scope EVERYTHING = new Scope(null, null);

    /**
     * Condition on a row's centre, for {@code where}; bind {@link #isEverything()} and {@link #ids()} to it. The column may be null.
     *
     * @param column the column's name, never from outside
     */
    public static String clause(String column) {
        return "(?::boolean or " + column + " = any (?))";
    }

    /**
     * The same for a ticket: a technician's are those that are, or were, to be visited by them. Bind {@link #technician()} third.
     *
     * @param ticket the table's name in the statement, never from outside
     */
    public static String ofTicket(String ticket) {
        return clause(ticket + ".centre") + """
                 and (select who.id is null or lower(who.id) = lower(%1$s.technician) or exists (
                    select from service.ticket_visit v where v.ticket = %1$s.id and lower(v.technician) = lower(who.id))
                    from (values (?::text)) who (id))
                """.formatted(ticket);
    }

    public Scope {
        centres = centres == null ? null : Set.copyOf(centres);
    }

    public boolean isEverything() {
        return centres == null;
    }

    /** Ids of the centres, empty where it is everything. */
    public Set<String> ids() {
        return centres == null ? Set.of() : centres;
    }

    /** Whether something that belongs to that centre (or to none: null) is inside. */
    public boolean contains(String centre) {
        return centres == null || (centre != null && centres.contains(centre));
    }
}
