package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import io.hearthwatch.ingest.commands.CommandState;
import io.hearthwatch.ingest.commands.Commands;
import io.hearthwatch.ingest.commands.NewCommand;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command's way with a real database, over a restart of the server. */
class CommandToResultTest {
    private static final String ID = "WM-7";

    @Test
    void aCommandGivenByAnotherProgramIsDeliveredAnsweredAndOutlivesTheServer() {
        Catalog catalog = Catalog.load(List.of());
        InstantSource clock = InstantSource.fixed(TestGateway.NOW);
        Vertx vertx = Vertx.vertx();
        try (TestDatabase test = TestDatabase.create()) {
            Fleet fleet = new Fleet(test.database(), catalog, clock);
            NewCredential credential = fleet.add(NewAppliance.of(ID, "washing_machine"));
            Appliance appliance = credential.appliance();
            Commands outside = new Commands(test.database(), clock, 100);
            try (Ingest ingest = new Ingest(test.database(), catalog, fleet, clock, IngestSettings.defaults())) {
                Gateway gateway = start(vertx, fleet, ingest, clock);
                try (RawClient client = connected(gateway, credential.secret(), false)) {
                    CommandTest.subscribe(client, "appliances/WM-7/commands");
                    outside.give(appliance.no(), command("c1"));
                    CommandTest.acknowledge(client, CommandTest.expectCommand(client, payload("c1")));
                    expectState(outside, appliance, "c1", CommandState.DELIVERED);
                    client.send(RawClient.publish(
                            MqttQoS.AT_LEAST_ONCE,
                            1,
                            "appliances/WM-7/commands/result",
                            "{\"id\":\"c1\",\"ok\":true}"));
                    client.expectReply(MqttMessageType.PUBACK, 1);
                    expectState(outside, appliance, "c1", CommandState.ANSWERED);
                }
                TestGateway.await(gateway.stop());
            }
            outside.give(appliance.no(), command("c2"));
            try (Ingest ingest = new Ingest(test.database(), catalog, fleet, clock, IngestSettings.defaults())) {
                Gateway gateway = start(vertx, fleet, ingest, clock);
                try (RawClient client = connected(gateway, credential.secret(), true)) {
                    CommandTest.acknowledge(client, CommandTest.expectCommand(client, payload("c2")));
                    expectState(outside, appliance, "c2", CommandState.DELIVERED);
                }
                TestGateway.await(gateway.stop());
            }
        } finally {
            TestGateway.await(vertx.close());
        }
    }

    private static Gateway start(Vertx vertx, Fleet fleet, Ingest ingest, InstantSource clock) {
        Gateway gateway = new Gateway(
                vertx,
                fleet::authenticate,
                ingest,
                ingest.commands(),
                ingest.sessions(),
                ConnectionListener.NONE,
                clock);
        return TestGateway.await(gateway.start(GatewaySettings.defaults().listeningOn("127.0.0.1", 0)));
    }

    private static RawClient connected(Gateway gateway, String secret, boolean present) {
        RawClient client = new RawClient(gateway.actualPort());
        client.send(RawClient.connect(MqttVersion.MQTT_3_1_1, "c", ID, secret)
                .cleanSession(false)
                .build());
        MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
        assertThat(connAck.variableHeader().isSessionPresent()).isEqualTo(present);
        return client;
    }

    private static void expectState(Commands commands, Appliance appliance, String id, CommandState state) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                commands.find(appliance.no(), id).orElseThrow().state())
                        .isEqualTo(state));
    }

    private static NewCommand command(String id) {
        return new NewCommand(id, "self_test", null, Duration.ofHours(1));
    }

    private static String payload(String id) {
        return "{\"id\":\"" + id + "\",\"command\":\"self_test\",\"arguments\":{}}";
    }
}
