package io.hearthwatch.benchmarks.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether the work that is due at certain times came back by itself: the hourly statistics, compared with the rows. */
final class Hours {
    private static final String DIRTY = "select count(*) from telemetry.hour_dirty";
    private static final String WRONG = """
            with raw as (
                select appliance_no, ceil(extract(epoch from time) / 3600)::bigint as hour, count(*) as readings
                from telemetry.washing_machine group by 1, 2
            ), closed as (
                select appliance_no, (extract(epoch from hour) / 3600)::bigint as hour, count as readings
                from telemetry.washing_machine_hourly
            )
            select count(*) from raw full join closed using (appliance_no, hour)
            where raw.readings is distinct from closed.readings
            """;

    private Hours() {}

    /**
     * Waits until no hour is left to be closed, then compares. The server's clock must be past all readings.
     *
     * @return hours that are missing or count other readings than there are, or -1 if some were still open at the end
     */
    static long wrong(ServerProcess server, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                if (number(statement, DIRTY) == 0) {
                    return number(statement, WRONG);
                }
            } catch (SQLException | IOException notYet) {
                // Coming back from the last fault.
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return -1;
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
