package io.hearthwatch.benchmarks.faults;

/** What is done to the service while it works. */
enum FaultKind {
    KILL_SERVER(Lane.HOUSE, 0, "kill -9 of the server, then started again"),
    KILL_DATABASE(Lane.HOUSE, 0, "kill -9 of PostgreSQL's postmaster"),
    KILL_BACKEND(Lane.HOUSE, 0, "kill -9 of one PostgreSQL backend"),
    KILL_BOTH(Lane.HOUSE, 0, "kill -9 of server and postmaster at once, then started again"),
    SHUT_DATABASE(Lane.HOUSE, 0, "PostgreSQL is told to shut down by somebody else: smart, fast or at once"),
    STOP_DATABASE(Lane.HOUSE, 30, "all PostgreSQL processes stopped (SIGSTOP), then continued"),
    DISK_FULL(Lane.HOUSE, 10, "every write is answered 53100 disk_full"),
    WRITE_ERRORS(Lane.HOUSE, 8, "half of the writes are answered with another error that passes"),
    CUT(Lane.EDGE, 0, "connections reset"),
    CUT_MID_PACKET(Lane.EDGE, 2, "connections reset in the middle of a packet"),
    BLACK_HOLE(Lane.EDGE, 8, "connections stay open and carry nothing"),
    HALF_OPEN(Lane.EDGE, 8, "one side of connections gone without the other hearing of it"),
    CLOCK_FORWARD(Lane.EDGE, 6, "the server's clock jumps forward, up to 20 days, and back"),
    CLOCK_BACK(Lane.EDGE, 6, "the server's clock jumps back, up to 5 hours, and forward again");

    /** Faults of one lane follow each other; the lanes run side by side. */
    enum Lane {
        /** The server and its database. */
        HOUSE,
        /** The network and the clock. */
        EDGE
    }

    private final Lane lane;
    private final int seconds;
    private final String description;

    FaultKind(Lane lane, int seconds, String description) {
        this.lane = lane;
        this.seconds = seconds;
        this.description = description;
    }

    Lane lane() {
        return lane;
    }

    /** How long it lasts in a run that is long enough; 0 for what is over at once. */
    int seconds() {
        return seconds;
    }

    String description() {
        return description;
    }

    /** Name as printed and as a key of the report: {@code kill_server}. */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
