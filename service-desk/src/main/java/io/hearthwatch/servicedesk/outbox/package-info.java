/**
 * What happens to tickets, told to other systems: events written with the change, subscriptions, and delivery that keeps the order of each
 * ticket. {@link io.hearthwatch.servicedesk.outbox.Outgoing} is its door.
 */
package io.hearthwatch.servicedesk.outbox;
