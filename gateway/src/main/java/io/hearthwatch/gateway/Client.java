package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import java.time.Instant;

/**
 * The other end of an accepted connection, as its CONNECT said.
 *
 * @param appliance who it is
 * @param clientId its client id, ours if it gave none
 * @param commandTopic the topic of its commands
 * @param mqtt5 whether it speaks MQTT 5; otherwise 3.1.1
 * @param wantsReasons whether it takes reason strings (MQTT 5, unless it asked for none or for tiny packets)
 * @param receiveMaximum commands that it takes before it has acknowledged one
 * @param maximumPacketBytes largest packet that it takes
 * @param connectedAt when it was accepted
 */
record Client(
        Appliance appliance,
        String clientId,
        String commandTopic,
        boolean mqtt5,
        boolean wantsReasons,
        int receiveMaximum,
        long maximumPacketBytes,
        Instant connectedAt) {}
