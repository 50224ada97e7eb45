package io.hearthwatch.gateway.broker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;

/**
 * Sockets for Eclipse Paho whose stream does not end in its first second.
 *
 * <p>Paho's connecting thread waits until it has seen the receiving one run, looking ten times a second. Where the other side takes the
 * connection and closes it at once, as a load balancer without a broker behind it does, the receiver has ended before, and the connecting
 * thread waits for ever ({@code CommsReceiver.start} of both of its clients): one more with each attempt.
 */
public final class PatientSockets extends SocketFactory {
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Override
    public Socket createSocket() {
        return new PatientSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    private static Socket connected(InetSocketAddress to, InetSocketAddress from) throws IOException {
        PatientSocket socket = new PatientSocket();
        try {
            socket.bind(from);
            socket.connect(to);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class PatientSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new PatientStream(super.getInputStream());
        }
    }

    private static final class PatientStream extends FilterInputStream {
        private final long begun = System.nanoTime();

        PatientStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return held(super.read());
            } catch (IOException e) {
                hold();
                throw e;
            }
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                return held(super.read(into, from, length));
            } catch (IOException e) {
                hold();
                throw e;
            }
        }

        private int held(int read) {
            if (read < 0) {
                hold();
            }
            return read;
        }

        private void hold() {
            for (long left = left(); left > 0 && !Thread.currentThread().isInterrupted(); left = left()) {
                LockSupport.parkNanos(left);
            }
        }

        private long left() {
            return LEAST_NANOS - (System.nanoTime() - begun);
        }
    }
}
