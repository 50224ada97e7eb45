package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;

/**
 * How much a service centre takes on.
 *
 * @param centre its id
 * @param ticketsPerDay most tickets that open by themselves in a day of its time zone, or null for no limit
 * @param openedToday those of the present day
 * @param waiting appliances and components that wait for room
 */
public record CentreCapacity(
        String centre, Text name, String zone, Integer ticketsPerDay, int openedToday, int waiting) {}
