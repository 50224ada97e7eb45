/**
 * What people do with tickets, from opening to closing: rules in code, with the database as guard. {@link
 * io.hearthwatch.servicedesk.ticket.TicketDesk} shows what there is.
 */
package io.hearthwatch.servicedesk.ticket;
