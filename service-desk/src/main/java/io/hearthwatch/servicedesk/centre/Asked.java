package io.hearthwatch.servicedesk.centre;

/**
 * A job for which a service centre is looked for.
 *
 * @param appliance the maker's id, or null
 * @param type of the appliance, or null
 * @param kind of work
 * @param faultClass hardware, software, network or misuse; null where it is not known yet
 * @param household whose it is; null for the one that has the appliance
 * @param centre the one that somebody named, or null
 */
public record Asked(String appliance, String type, String kind, String faultClass, String household, String centre) {
    /** Nobody named a household or a centre. */
    public static Asked about(String appliance, String type, String kind, String faultClass) {
        return new Asked(appliance, type, kind, faultClass, null, null);
    }
}
