package io.hearthwatch.benchmarks.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearthwatch.ingest.copy.CopyBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program as one would write it by hand to get messages from Mosquitto into PostgreSQL: one connection subscribes, JSON is read field
 * by field into rows, a second thread copies what has come and commits, and then acknowledges. It checks nothing, marks no hours, and
 * knows no appliance that was registered later. A redelivered reading makes a batch go through a temporary table. Prints how many
 * messages it has committed, a line each commit.
 */
public final class MosquittoSink {
    static final String PASSWORD = "SINK_DATABASE_PASSWORD";
    static final String TABLE = "public.pipe";

    private static final int RECEIVE_MAXIMUM = 65_535;
    private static final int ROWS_A_COMMIT = 10_000;
    private static final String COLUMNS =
            " (appliance_no, time, received_at, " + String.join(", ", Messages.METRICS) + ")";

    private final SocketChannel channel;
    private final Connection connection;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> metrics = new HashMap<>();
    private final float[] values = new float[Messages.METRICS.size()];
    private final JsonFactory json = new JsonFactory();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Batch filling = new Batch();

    private MosquittoSink(SocketChannel channel, Connection connection) {
        this.channel = channel;
        this.connection = connection;
        for (String metric : Messages.METRICS) {
            metrics.put(metric, metrics.size());
        }
    }

    /** What one commit takes. */
    private static final class Batch {
        private final CopyBuffer rows = new CopyBuffer();
        private ByteBuffer acknowledgements = ByteBuffer.allocate(1 << 12);
        private int size;
        private int messages;

        void acknowledge(int packetId) {
            if (acknowledgements.remaining() < 4) {
                acknowledgements =
                        ByteBuffer.allocate(acknowledgements.capacity() * 2).put(acknowledgements.flip());
            }
            acknowledgements.put((byte) 0x40).put((byte) 2).putShort((short) packetId);
            messages++;
        }

        void clear() {
            rows.clear();
            acknowledgements.clear();
            size = 0;
            messages = 0;
        }
    }

    /** Arguments: Mosquitto's port, the database's URL and its user; the password is in the environment. */
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[1], arguments[2], System.getenv(PASSWORD));
                SocketChannel channel = SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])))) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            MosquittoSink sink = new MosquittoSink(channel, connection);
            sink.readNumbers();
            connection.setAutoCommit(false);
            channel.write(Mqtt.connect("sink", null, null, RECEIVE_MAXIMUM));
            Thread writer = new Thread(sink::write, "writer");
            writer.setDaemon(true);
            writer.start();
            sink.read();
        }
    }

    private void readNumbers() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id, appliance_no from fleet.appliance")) {
            while (rows.next()) {
                numbers.put(rows.getString(1), rows.getInt(2));
            }
        }
    }

    private void read() throws IOException, InterruptedException {
        ByteBuffer in = ByteBuffer.allocate(1 << 18);
        while (channel.read(in) >= 0) {
            in.flip();
            lock.lock();
            try {
                while (filling.size >= ROWS_A_COMMIT) {
                    changed.await();
                }
                while (packet(in)) {
                    // All that have come whole.
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            in.compact();
        }
    }

    private boolean packet(ByteBuffer in) throws IOException {
        int start = in.position();
        int first = in.remaining() < 2 ? 0 : in.get() & 0xFF;
        int length = first == 0 ? -1 : Mqtt.length(in);
        if (length < 0 || in.remaining() < length) {
            in.position(start);
            return false;
        }
        int end = in.position() + length;
        switch (first >> 4) {
            case Mqtt.CONNACK -> channel.write(Mqtt.subscribe("appliances/+/telemetry"));
            case Mqtt.SUBACK -> System.out.println(0);
            case Mqtt.PUBLISH -> message(in, end);
            default -> throw new IOException("unexpected packet 0x" + Integer.toHexString(first));
        }
        in.position(end);
        return true;
    }

    private void message(ByteBuffer in, int end) throws IOException {
        byte[] topic = new byte[in.getShort()];
        in.get(topic);
        int packetId = in.getShort() & 0xFFFF;
        int properties = Mqtt.length(in);
        in.position(in.position() + properties);
        String[] levels = new String(topic, StandardCharsets.UTF_8).split("/", -1);
        Integer no = numbers.get(levels[1]);
        if (no != null) {
            try (JsonParser parser =
                    json.createParser(in.array(), in.arrayOffset() + in.position(), end - in.position())) {
                readings(parser, no);
            }
        }
        filling.acknowledge(packetId);
    }

    private void readings(JsonParser parser, int no) throws IOException {
        long received = Instant.now().toEpochMilli() * 1000;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                reading(parser, no, received);
            }
        }
    }

    private void reading(JsonParser parser, int no, long received) throws IOException {
        long millis = 0;
        Arrays.fill(values, Float.NaN);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("ts")) {
                millis = parser.getLongValue();
            } else if (token == JsonToken.START_OBJECT) {
                for (String metric = parser.nextFieldName(); metric != null; metric = parser.nextFieldName()) {
                    parser.nextToken();
                    values[metrics.get(metric)] = parser.getFloatValue();
                }
            }
        }
        CopyBuffer rows = filling.rows;
        rows.startRow(3 + values.length);
        rows.int4(no);
        rows.time(millis * 1000);
        rows.time(received);
        for (float value : values) {
            if (Float.isNaN(value)) {
                rows.nothing();
            } else {
                rows.float4(value);
            }
        }
        filling.size++;
    }

    private void write() {
        Batch spare = new Batch();
        long committed = 0;
        try {
            while (true) {
                Batch batch;
                lock.lock();
                try {
                    while (filling.messages == 0) {
                        changed.await();
                    }
                    batch = filling;
                    filling = spare;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
                commit(batch);
                ByteBuffer acknowledgements = batch.acknowledgements.flip();
                while (acknowledgements.hasRemaining()) {
                    channel.write(acknowledgements);
                }
                committed += batch.messages;
                System.out.println(committed);
                batch.clear();
                spare = batch;
            }
        } catch (SQLException | IOException | InterruptedException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void commit(Batch batch) throws SQLException {
        try {
            batch.rows.send(connection, "copy " + TABLE + COLUMNS + " from stdin (format binary)");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!"23505".equals(e.getSQLState())) {
                throw e;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("create temporary table again (like " + TABLE + ") on commit drop");
                batch.rows.send(connection, "copy again" + COLUMNS + " from stdin (format binary)");
                statement.execute("insert into " + TABLE + " select * from again on conflict do nothing");
            }
            connection.commit();
        }
    }
}
