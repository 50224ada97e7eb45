package io.hearthwatch.app;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.disk.Disk;
import io.hearthwatch.app.disk.MinFree;
import io.hearthwatch.app.serve.ApplianceLimits;
import io.hearthwatch.app.serve.Doors;
import io.hearthwatch.app.serve.Server;
import io.hearthwatch.app.serve.ServerSettings;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.NewAppliance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The whole service in this process, on a database of its own and ports of its own. */
public final class TestServer implements AutoCloseable {
    private final TestDatabase database = TestDatabase.create();
    private final Workspace workspace;
    private final Server server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Mqtt5BlockingClient> clients = new ArrayList<>();

    private TestServer(boolean driven, MinFree minFree, Optional<Disk> disk) {
        List<String> options =
                new ArrayList<>(List.of("--database", database.settings().jdbcUrl()));
        if (database.settings().user() != null) {
            options.addAll(List.of("--database-user", database.settings().user()));
        }
        if (database.settings().password() != null) {
            options.addAll(List.of("--database-password", database.settings().password()));
        }
        workspace = Workspace.own(CommandLine.populateCommand(new StoreOptions(), options.toArray(new String[0])));
        server = Server.start(
                workspace,
                new ServerSettings(
                        driven,
                        "127.0.0.1",
                        0,
                        "127.0.0.1",
                        0,
                        Duration.ofHours(1),
                        Duration.ofDays(400),
                        Doors.OWN,
                        ApplianceLimits.defaults(),
                        minFree),
                disk);
    }

    /** With the system's clock. */
    public static TestServer start() {
        return new TestServer(false, MinFree.parse("0"), Optional.empty());
    }

    /** With the system's clock, on a disk of which so much is to stay free. */
    public static TestServer startOn(Disk disk, MinFree minFree) {
        return new TestServer(false, minFree, Optional.of(disk));
    }

    /** With a clock that moves through the API only. */
    public static TestServer startDriven() {
        return new TestServer(true, MinFree.parse("0"), Optional.empty());
    }

    public Workspace workspace() {
        return workspace;
    }

    public TestDatabase database() {
        return database;
    }

    public int mqttPort() {
        return server.mqttPort();
    }

    /** Registers an appliance; returns its secret. */
    public String register(String id, String type) {
        return workspace.fleet().add(NewAppliance.of(id, type)).secret();
    }

    /** An MQTT 5 client that is connected as an appliance. */
    public Mqtt5BlockingClient connect(String id, String secret) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(server.mqttPort())
                .simpleAuth()
                .username(id)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        clients.add(client);
        return client;
    }

    /** GET of a path. */
    public HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** POST of a JSON document. */
    public HttpResponse<String> post(String path, String body) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                            .timeout(Duration.ofSeconds(60))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Moves a driven clock. */
    public void moveClock(Instant to) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1/clock"))
                            .timeout(Duration.ofSeconds(60))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString("{\"now\":\"" + to + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (Mqtt5BlockingClient client : clients) {
            if (client.getState().isConnected()) {
                client.disconnect();
            }
        }
        workspace.close();
        database.close();
    }
}
