package io.hearthwatch.benchmarks.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A TCP proxy between the appliances and the gateway, which can treat their connections badly. Its port stays when the server comes back
 * on another one.
 */
final class Proxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket listener;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile int targetPort;
    private volatile boolean closed;

    Proxy(int targetPort) throws IOException {
        this.targetPort = targetPort;
        this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "proxy");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections from now on go there. */
    void target(int port) {
        targetPort = port;
    }

    /**
     * Does something to some of the connections.
     *
     * @return how many it was done to, one at least where there is one
     */
    int some(Random random, Consumer<ProxiedConnection> what) {
        List<ProxiedConnection> all = new ArrayList<>(connections);
        Collections.shuffle(all, random);
        int count = all.isEmpty() ? 0 : 1 + random.nextInt(all.size());
        all.subList(0, count).forEach(what);
        return count;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                Thread carrier = new Thread(() -> connect(client), "proxied-connection");
                carrier.setDaemon(true);
                carrier.start();
            } catch (IOException e) {
                if (closed) {
                    return;
                }
            }
        }
    }

    private void connect(Socket client) {
        Socket gateway = new Socket();
        try {
            gateway.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            gateway.setTcpNoDelay(true);
        } catch (IOException nobodyThere) {
            ProxiedConnection.reset(client);
            ProxiedConnection.reset(gateway);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, gateway);
        connections.add(connection);
        if (closed) {
            connection.reset();
        }
        connection.carry();
        connections.remove(connection);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        connections.forEach(ProxiedConnection::reset);
    }
}
