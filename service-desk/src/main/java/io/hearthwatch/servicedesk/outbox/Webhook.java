package io.hearthwatch.servicedesk.outbox;

import java.time.Instant;
import java.util.List;

/**
 * A subscription: an address that is told what happens.
 *
 * @param id of the subscription
 * @param name for people, unlike any other's
 * @param url where events are sent
 * @param types what is told, each as {@code ticket.opened} or {@code ticket.*}; empty for everything
 * @param region only tickets of this region's centres, or null
 * @param centre only this centre's tickets, or null
 * @param mode {@code structured} or {@code binary}, as CloudEvents calls it
 * @param personal whether the customer's name, address and phone are sent along
 * @param exceptBy what these did is not told
 * @param active whether events are sent
 * @param stoppedWhy why not
 * @param secrets how many secrets are valid
 * @param waiting events that are still to be delivered
 * @param parked tickets whose line waits for a person
 */
public record Webhook(
        String id,
        String name,
        String url,
        List<String> types,
        String region,
        String centre,
        String mode,
        boolean personal,
        List<String> exceptBy,
        boolean active,
        String stoppedWhy,
        Instant madeAt,
        String madeBy,
        Instant changedAt,
        int secrets,
        long waiting,
        long parked) {}
