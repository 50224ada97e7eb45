package io.hearthwatch.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What connects to a server on loopback through a port of its own, and can be cut and mended. */
final class Cable implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;

    Cable(int target) {
        this.target = target;
        ServerSocket first = listen(0);
        this.listener = first;
        this.port = first.getLocalPort();
        begin("cable", () -> accept(first));
    }

    int port() {
        return port;
    }

    /** From now on nobody answers, and every connection is gone. */
    synchronized void cut() {
        closeQuietly(listener);
        sockets.forEach(Cable::closeQuietly);
        sockets.clear();
    }

    synchronized void mend() {
        ServerSocket mended = listen(port);
        listener = mended;
        begin("cable", () -> accept(mended));
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket near = from.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                if (!added(from, near, far)) {
                    return;
                }
                begin("cable-up", () -> copy(near, far));
                begin("cable-down", () -> copy(far, near));
            }
        } catch (IOException e) {
            closeQuietly(from);
        }
    }

    /** False if it was cut while they were made. */
    private synchronized boolean added(ServerSocket from, Socket near, Socket far) {
        if (from.isClosed()) {
            closeQuietly(near);
            closeQuietly(far);
            return false;
        }
        sockets.add(near);
        sockets.add(far);
        return true;
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut; both ends are closed below.
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        cut();
    }
}
