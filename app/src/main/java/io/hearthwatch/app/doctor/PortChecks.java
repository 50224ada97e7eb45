package io.hearthwatch.app.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * The ports that a service would listen on: free, or held by a service that runs.
 *
 * @param mqttHost address for appliances
 * @param mqttPort port for appliances, 0 for any
 * @param httpHost address for people
 * @param httpPort port for people, 0 for any
 */
record PortChecks(String mqttHost, int mqttPort, String httpHost, int httpPort) {
    List<Finding> look(boolean ownServer) {
        // Only the HTTP side says who it is; where it is ours, the other port is too.
        boolean ours = ownServer && httpPort != 0 && isHearthwatch();
        return List.of(
                port("mqtt port", "--mqtt-port", mqttHost, mqttPort, ours),
                port("http port", "--http-port", httpHost, httpPort, ours));
    }

    private static Finding port(String check, String option, String host, int port, boolean ours) {
        String where = host + ":" + port;
        if (port == 0) {
            return Finding.ok(check, "any free one");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Finding.ok(check, where + " is free");
        } catch (IOException | IllegalArgumentException e) {
            if (ours) {
                return Finding.ok(check, where + " is held by the service that runs");
            }
            return Finding.error(
                    check,
                    "cannot listen on " + where + ": " + e.getMessage(),
                    "end what listens there (ss -ltnp shows it), or choose another with " + option);
        }
    }

    private boolean isHearthwatch() {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://" + bracketed(httpHost) + ":" + httpPort + "/health/live"))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.body().contains("\"live\"");
        } catch (IOException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }
}
