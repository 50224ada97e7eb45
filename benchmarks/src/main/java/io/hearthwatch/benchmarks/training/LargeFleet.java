package io.hearthwatch.benchmarks.training;

import io.hearthwatch.app.workspace.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * A made-up fleet straight into the tables where the service stores its own: an hour's statistics of every metric for every appliance
 * and hour, and failures with their repairs. Each component lasts 300 days on average; for three days before, the metric of its number
 * is higher by four spreads.
 *
 * @param appliances how many
 * @param days of history
 * @param metrics of the type, at least {@link #COMPONENTS}
 */
record LargeFleet(int appliances, int days, int metrics) {
    static final String TYPE = "made_up";
    static final int COMPONENTS = 3;
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final int LASTS_DAYS = 300;
    private static final int AT_ONCE = 100;

    Instant end() {
        return START.plus(Duration.ofDays(days));
    }

    /** Where training ends and judging begins: the last fifth of the history is judged. */
    Instant trainingEnd() {
        return START.plus(Duration.ofDays(days * 4L / 5));
    }

    long rows() {
        return (long) appliances * days * 24;
    }

    /** The type's catalog file. */
    String catalog() {
        StringBuilder yaml = new StringBuilder("type: made_up\nname: {en: Made-up appliance, zh: 虚拟家电}\nmetrics:\n");
        for (int m = 0; m < metrics; m++) {
            yaml.append("  m%d: {kind: gauge, unit: V, normal: [20, 80], name: {en: Metric %d, zh: 指标%d}}\n"
                    .formatted(m, m, m));
        }
        yaml.append("parts:\n");
        for (int c = 0; c < COMPONENTS; c++) {
            yaml.append("  MU-%d: {name: {en: Part %d, zh: 零件%d}}\n".formatted(c, c, c));
        }
        yaml.append("components:\n");
        for (int c = 0; c < COMPONENTS; c++) {
            yaml.append(
                    "  c%d: {name: {en: Component %d, zh: 组件%d}, parts: [MU-%d], home_repair: true, minutes: 60, skill: electrics}\n"
                            .formatted(c, c, c, c));
        }
        return yaml.append("models:\n  A: {}\n  B: {}\n").toString();
    }

    /**
     * Fills the tables.
     *
     * @param seed the same seed makes the same fleet
     * @param stored told how many appliances there are so far
     */
    void fill(Workspace workspace, double seed, IntConsumer stored) {
        // The rooms make their tables when they are opened.
        workspace.fleet();
        workspace.ingest();
        workspace.database().inTransaction(connection -> {
            run(connection, "select setseed(%s)".formatted(String.format(Locale.ROOT, "%.6f", seed)));
            run(connection, """
                    insert into fleet.appliance (id, type, model, produced_on, created_at)
                    select 'MU-' || no, '%s', case when no %% 2 = 0 then 'A' else 'B' end,
                        date '%s' - (random() * 700)::int, '%s'
                    from generate_series(1, %d) no
                    """.formatted(TYPE, START.toString().substring(0, 10), START, appliances));
            run(connection, """
                    insert into fleet.failure (appliance_no, component, time, received_at)
                    select appliance_no, 'c' || part, at, at
                    from (select appliance_no, part,
                            date_trunc('hour', '%2$s'::timestamptz - ln(1 - random()) * %3$d * interval '1 day') at
                        from fleet.appliance, generate_series(0, %1$d) part
                        where type = '%4$s') life
                    where at < '%5$s'
                    """.formatted(COMPONENTS - 1, START, LASTS_DAYS, TYPE, end()));
            return run(connection, """
                    insert into fleet.repair (appliance_no, component, time, received_at)
                    select appliance_no, component, time, received_at from fleet.failure
                    """);
        });
        for (int first = 1; first <= appliances; first += AT_ONCE) {
            int last = Math.min(appliances, first + AT_ONCE - 1);
            String readings = readings(first, last);
            workspace.database().inTransaction(connection -> run(connection, readings));
            stored.accept(last);
        }
        workspace.database().withConnection(connection -> {
            connection.setAutoCommit(true);
            return run(connection, "vacuum analyze telemetry.made_up_hourly");
        });
    }

    private String readings(int first, int last) {
        StringBuilder values = new StringBuilder();
        StringBuilder drawn = new StringBuilder();
        for (int m = 0; m < metrics; m++) {
            values.append(", 60, r%1$d, r%1$d - 1, r%1$d + 1, 0.5, r%1$d".formatted(m));
            String worn = m < COMPONENTS ? " + case when worn = %d then 5 else 0 end".formatted(m) : "";
            drawn.append(", (48 + 4 * random()%s)::real r%d".formatted(worn, m));
        }
        return """
                with asked as materialized (
                    select appliance_no from fleet.appliance
                    where type = '%1$s' and substr(id, 4)::int between %2$d and %3$d),
                wear as materialized (
                    select appliance_no, hour, min(substr(component, 2)::int) worn
                    from asked join fleet.failure using (appliance_no),
                        generate_series(time - interval '71 hours', time, interval '1 hour') hour
                    group by 1, 2),
                drawn as (
                    select appliance_no, hour%4$s
                    from asked
                        cross join generate_series('%5$s'::timestamptz + interval '1 hour', '%6$s', interval '1 hour') hour
                        left join wear using (appliance_no, hour))
                insert into telemetry.made_up_hourly select appliance_no, hour%7$s from drawn
                """.formatted(TYPE, first, last, drawn, START, end(), values);
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }
}
