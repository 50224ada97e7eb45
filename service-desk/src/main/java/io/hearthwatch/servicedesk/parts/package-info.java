/**
 * Spare parts: the ledger of moves, reservations and transfers along the tree of warehouses, what to buy, what to take along to a visit
 * and what will be needed. {@link io.hearthwatch.servicedesk.parts.Parts} shows what there is.
 */
package io.hearthwatch.servicedesk.parts;
