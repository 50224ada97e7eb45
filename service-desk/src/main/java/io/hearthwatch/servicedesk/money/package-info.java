/**
 * Money: rules of settlement, claims held against the tickets' evidence, statements, disputes, costs and budgets. Open {@link
 * io.hearthwatch.servicedesk.money.Money} first.
 */
package io.hearthwatch.servicedesk.money;
