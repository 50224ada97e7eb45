package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;

/**
 * What to look at before anything is replaced, because of a recent fault code.
 *
 * @param code the fault code
 * @param label its name
 * @param severity how serious it is
 * @param hint what to look at, or null where the catalog says nothing
 */
public record CheckFirst(String code, Text label, Severity severity, Text hint) {}
