package io.hearthwatch.benchmarks.faults;

/**
 * How one appliance connects.
 *
 * @param library which client library, speaking which MQTT
 * @param appliance the maker's id, which is also the user name
 * @param secret its secret
 * @param port where the proxy listens
 * @param qos 1 or 2
 * @param window publishes it has in flight at most
 * @param keepsSession whether it asks for a session that outlives the connection, and leaves coming back and sending again to the library
 */
record LinkPlan(Library library, String appliance, String secret, int port, int qos, int window, boolean keepsSession) {
    static final String HOST = "127.0.0.1";
    static final int KEEP_ALIVE_SECONDS = 4;
    static final int PATIENCE_SECONDS = 8;

    /** A client library and its protocol. */
    enum Library {
        HIVEMQ_5("HiveMQ client, MQTT 5"),
        HIVEMQ_3("HiveMQ client, MQTT 3.1.1"),
        PAHO_5("Eclipse Paho, MQTT 5"),
        PAHO_3("Eclipse Paho, MQTT 3.1.1");

        private final String description;

        Library(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    String clientId() {
        return "faults-" + appliance;
    }

    String url() {
        return "tcp://" + HOST + ":" + port;
    }

    Link open() {
        return switch (library) {
            case HIVEMQ_5 -> new HiveMq5Link(this);
            case HIVEMQ_3 -> new HiveMq3Link(this);
            case PAHO_5 -> new Paho5Link(this);
            case PAHO_3 -> new Paho3Link(this);
        };
    }

    @Override
    public String toString() {
        return appliance + " (" + library.description() + ", QoS " + qos + ", window " + window
                + (keepsSession ? ", keeps its session" : "") + ")";
    }
}
