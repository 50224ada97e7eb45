package io.hearthwatch.benchmarks.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One connection through the proxy: two threads carry bytes, one a direction, unless told otherwise. Thread-safe. */
final class ProxiedConnection {
    private static final long LONGEST_HOLD_SECONDS = 120;

    private final Socket client;
    private final Socket gateway;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private boolean over;
    private Random cutter;
    /** One side is gone and the other is not to hear of it yet. */
    private boolean silent;

    ProxiedConnection(Socket client, Socket gateway) {
        this.client = client;
        this.gateway = gateway;
    }

    /** Carries bytes until one side ends. */
    void carry() {
        Thread back = new Thread(() -> pump(gateway, client), "proxied-connection-back");
        back.setDaemon(true);
        back.start();
        pump(client, gateway);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Resets both sides. */
    void reset() {
        lock.lock();
        try {
            over = true;
            silent = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        reset(client);
        reset(gateway);
    }

    /** Passes on a part of the next packet only, then resets both sides. */
    void cutMidPacket(Random random) {
        lock.lock();
        try {
            cutter = random;
        } finally {
            lock.unlock();
        }
    }

    /** Carries nothing, though both sides stay open. */
    void hold() {
        hold(true);
    }

    /** Carries again, first what came meanwhile. */
    void release() {
        hold(false);
    }

    private void hold(boolean on) {
        lock.lock();
        try {
            held = on;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Resets one side; the other stays open and hears nothing, until {@link #reset()}. */
    void loseOneSide(boolean clientSide) {
        lock.lock();
        try {
            silent = true;
            held = true;
        } finally {
            lock.unlock();
        }
        reset(clientSide ? client : gateway);
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitRelease();
                int cutAt = cutAt(n);
                out.write(buffer, 0, cutAt < 0 ? n : cutAt);
                if (cutAt >= 0) {
                    reset();
                    return;
                }
            }
        } catch (IOException ended) {
            // By either side, or by us.
        }
        end();
    }

    private void awaitRelease() throws IOException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(LONGEST_HOLD_SECONDS);
            while (held && !over && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Where to cut a chunk of bytes, or -1. */
    private int cutAt(int bytes) {
        lock.lock();
        try {
            return cutter == null || bytes < 2 ? -1 : 1 + cutter.nextInt(bytes - 1);
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            if (silent) {
                return;
            }
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        close(client);
        close(gateway);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    /** Closes with RST instead of FIN. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It was closed before.
        }
        close(socket);
    }
}
