package io.hearthwatch.benchmarks.load;

/** An appliance that publishes. Its readings are one millisecond apart, so none of them is ever the same. Owned by one thread at a time. */
final class Publisher {
    private final int index;
    private final int no;
    private final String id;
    private final String secret;
    private long readings;

    /**
     * @param index its place among all publishers
     * @param no its number in the registry
     * @param id what it calls itself
     * @param secret what it proves it with
     */
    Publisher(int index, int no, String id, String secret) {
        this.index = index;
        this.no = no;
        this.id = id;
        this.secret = secret;
    }

    int index() {
        return index;
    }

    int no() {
        return no;
    }

    String id() {
        return id;
    }

    String secret() {
        return secret;
    }

    String topic() {
        return "appliances/" + id + "/telemetry";
    }

    /** Takes so many of its readings; the first one's number. */
    long take(int count) {
        long first = readings;
        readings += count;
        return first;
    }
}
