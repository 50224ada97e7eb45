/** Messages from an MQTT 5 broker that the maker already runs: the other door beside {@link io.hearthwatch.gateway.Gateway}. */
package io.hearthwatch.gateway.broker;
