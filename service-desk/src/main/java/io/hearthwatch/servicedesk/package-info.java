/**
 * The service desk: from a prediction to a ticket with a held part, and on to the repair. {@link io.hearthwatch.servicedesk.ServiceDesk}
 * shows the path.
 */
package io.hearthwatch.servicedesk;
