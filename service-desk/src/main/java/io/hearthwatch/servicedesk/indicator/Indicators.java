package io.hearthwatch.servicedesk.indicator;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Figures of indicators, with their targets, and the cases behind them. What each one counts is an SQL view of its own; here they are only
 * summed up. Thread-safe; every call blocks on the database.
 */
public final class Indicators {
    /** Most figures that one answer has. */
    public static final int MOST_FIGURES = 5_000;

    private final Database database;
    private final InstantSource clock;
    private final Targets targets;

    /** On a database whose schema {@code service} is up to date. */
    public Indicators(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.targets = new Targets(database, clock);
    }

    /** What is aimed at. */
    public Targets targets() {
        return targets;
    }

    /** All indicators, in the order of the manual. */
    public List<Indicator> all() {
        return database.withConnection(Definitions::all);
    }

    /**
     * One indicator.
     *
     * @throws io.hearthwatch.servicedesk.Refusal if there is none of that name
     */
    public Indicator find(String name) {
        return database.withConnection(connection -> Definitions.find(connection, name));
    }

    /** The month that it is now, in UTC. */
    public YearMonth month() {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    }

    /** Figures, in the order of what they are told apart by; at most {@link #MOST_FIGURES}. */
    public List<Figure> figures(IndicatorQuery query) {
        return database.withConnection(connection -> {
            Indicator indicator = Definitions.find(connection, query.name());
            List<Dimension> by = new ArrayList<>(query.by());
            always(indicator.alwaysByAspect(), Dimension.ASPECT, query, by);
            always(indicator.aboutMoney(), Dimension.CHANNEL, query, by);
            Targets.Holding holding = new Targets.Holding(connection, indicator.name());
            String columns = by.stream().map(Dimension::column).collect(Collectors.joining(", "));
            List<Object> parameters = new ArrayList<>();
            // Sorting every case costs as much as counting them: only where somebody wants to know.
            boolean duration = indicator.unit() == Indicator.Unit.SECONDS;
            if (duration) {
                parameters.add(query.percentile() / 100.0);
            }
            String from = from(indicator, query, parameters);
            parameters.add(MOST_FIGURES);
            boolean common = indicator.commonDenominator() && by.contains(Dimension.ASPECT);
            String sql = "select " + (by.isEmpty() ? "" : columns + ", ")
                    + """
                    sum(numerator) numerator, %s denominator, count(*) cases,
                    %s percentile
                    """.formatted(
                                    common ? common(by) : "sum(denominator)",
                                    duration
                                            ? "percentile_cont(?) within group (order by numerator)"
                                            : "null::double precision")
                    + from
                    + (by.isEmpty() ? " having count(*) > 0" : " group by " + columns + " order by " + columns)
                    + " limit ?";
            List<Figure> figures =
                    Sql.list(connection, sql, row -> figure(row, indicator, by, query, holding), parameters.toArray());
            // The denominator stands in rows without an aspect; it has been shared out.
            return !common
                    ? figures
                    : figures.stream()
                            .filter(figure -> figure.by().get(Dimension.ASPECT.id()) != null)
                            .toList();
        });
    }

    private static void always(boolean wanted, Dimension dimension, IndicatorQuery query, List<Dimension> by) {
        if (wanted && !by.contains(dimension) && !query.only().containsKey(dimension)) {
            by.add(dimension);
        }
    }

    /** The denominator of all aspects, for each. */
    private static String common(List<Dimension> by) {
        String others = by.stream()
                .filter(each -> each != Dimension.ASPECT)
                .map(Dimension::column)
                .collect(Collectors.joining(", "));
        return "sum(sum(denominator)) over (" + (others.isEmpty() ? "" : "partition by " + others) + ")";
    }

    /** {@code from … where …}, of the cases that are wanted and may be seen. */
    private static String from(Indicator indicator, IndicatorQuery query, List<Object> parameters) {
        // The name is one of the table of definitions, whose form the database checks. The instants let an index be
        // used; a day on either
        // side, because a month begins earlier in the east.
        StringBuilder sql = new StringBuilder(" from service.case_" + indicator.name() + """
                 x where x.at >= ? and x.at < ? and "month" between ? and ? and (?::boolean or centre = any (?)
                    or (centre is null and region is not null and not exists (
                        select from service.centre c where c.region = x.region and not (c.id = any (?)))))
                """);
        parameters.add(
                query.from().atDay(1).minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        parameters.add(
                query.to().plusMonths(1).atDay(2).atStartOfDay(ZoneOffset.UTC).toInstant());
        parameters.add(query.from().atDay(1));
        parameters.add(query.to().atDay(1));
        parameters.add(query.scope().isEverything());
        parameters.add(query.scope().ids());
        // What is a whole region's is seen by those who see all its centres.
        parameters.add(query.scope().ids());
        if (query.scope().technician() != null) {
            sql.append(" and exists (select from service.ticket own where own.id = x.ticket and ")
                    .append(Scope.ofTicket("own"))
                    .append(')');
            parameters.addAll(List.of(
                    query.scope().isEverything(),
                    query.scope().ids(),
                    query.scope().technician()));
        }
        query.only().forEach((dimension, value) -> {
            sql.append(" and (").append(dimension.column()).append(" = ?");
            sql.append(dimension == Dimension.ASPECT && indicator.commonDenominator() ? " or aspect is null)" : ")");
            parameters.add(value);
        });
        return sql.toString();
    }

    private Figure figure(
            ResultSet row, Indicator indicator, List<Dimension> by, IndicatorQuery query, Targets.Holding holding)
            throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : by) {
            values.put(dimension.id(), value(row, dimension));
        }
        double numerator = row.getDouble("numerator");
        double denominator = row.getDouble("denominator");
        Double value = denominator == 0
                ? null
                : (Double) (numerator / denominator * indicator.unit().factor());
        boolean duration = indicator.unit() == Indicator.Unit.SECONDS;
        Optional<Target> target = indicator.alwaysByAspect()
                ? Optional.empty()
                : holding.of(
                        place(Dimension.REGION, values, query),
                        place(Dimension.CENTRE, values, query),
                        place(Dimension.TYPE, values, query),
                        day(values, query));
        return new Figure(
                values,
                numerator,
                denominator,
                value,
                duration ? (Double) row.getDouble("percentile") : null,
                row.getLong("cases"),
                target.orElse(null),
                target.map(aim -> aim.light(indicator, value)).orElse(Figure.Light.NONE));
    }

    private static String value(ResultSet row, Dimension dimension) throws SQLException {
        String value = row.getString(dimension.id());
        return dimension == Dimension.MONTH && value != null ? value.substring(0, 7) : value;
    }

    private static String place(Dimension dimension, Map<String, String> values, IndicatorQuery query) {
        String own = values.getOrDefault(dimension.id(), query.only().get(dimension));
        boolean oneCentre = query.scope().ids().size() == 1;
        return own == null && dimension == Dimension.CENTRE && oneCentre
                ? query.scope().ids().iterator().next()
                : own;
    }

    /** The last day that a figure is about, but not one that is still to come. */
    private LocalDate day(Map<String, String> values, IndicatorQuery query) {
        String month = values.get(Dimension.MONTH.id());
        LocalDate last = (month == null ? query.to() : YearMonth.parse(month)).atEndOfMonth();
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return last.isAfter(today) ? today : last;
    }

    /** The cases behind figures, the newest first. */
    public List<Case> cases(IndicatorQuery query, int offset, int limit) {
        return database.withConnection(connection -> {
            Indicator indicator = Definitions.find(connection, query.name());
            List<Object> parameters = new ArrayList<>();
            String from = from(indicator, query, parameters);
            parameters.add(limit);
            parameters.add(offset);
            return Sql.list(
                    connection,
                    """
                    select (select number from service.ticket t where t.id = x.ticket) number, x.*
                    """ + from + " order by x.at desc, x.ticket desc nulls last limit ? offset ?",
                    Indicators::one,
                    parameters.toArray());
        });
    }

    private static Case one(ResultSet row) throws SQLException {
        return new Case(
                row.getString("number"),
                Sql.instant(row, "at"),
                row.getString("region"),
                row.getString("centre"),
                row.getString("type"),
                row.getString("model"),
                row.getString("lot"),
                value(row, Dimension.MONTH),
                row.getString("aspect"),
                row.getString("channel"),
                row.getDouble("numerator"),
                row.getDouble("denominator"));
    }

    /** Figures as comma-separated values with a heading, for a table calculation. */
    public static String csv(Indicator indicator, List<Figure> figures) {
        List<String> keys =
                figures.isEmpty() ? List.of() : List.copyOf(figures.get(0).by().keySet());
        StringBuilder csv = new StringBuilder();
        List<String> heading = new ArrayList<>(List.of("indicator"));
        heading.addAll(keys);
        heading.addAll(List.of(
                "numerator", "denominator", "value", "unit", "percentile_value", "cases", "target", "limit", "light"));
        line(csv, heading);
        for (Figure figure : figures) {
            List<String> line = new ArrayList<>(List.of(indicator.name()));
            keys.forEach(key -> line.add(figure.by().get(key)));
            Target target = figure.target();
            line.addAll(Arrays.asList(
                    number(figure.numerator()),
                    number(figure.denominator()),
                    number(figure.value()),
                    indicator.unit().id(),
                    number(figure.percentile()),
                    Long.toString(figure.cases()),
                    target == null ? null : number(target.value()),
                    target == null ? null : number(target.limit()),
                    figure.light().id()));
            line(csv, line);
        }
        return csv.toString();
    }

    private static String number(Double value) {
        return value == null
                ? null
                : new java.math.BigDecimal(value.toString())
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static void line(StringBuilder csv, List<String> values) {
        csv.append(values.stream().map(Indicators::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String cell(String value) {
        if (value == null) {
            return "";
        }
        // A table calculation would take what begins so for a formula.
        String safe = "=+-@\t\r".indexOf(value.isEmpty() ? ' ' : value.charAt(0)) >= 0 && !value.matches("-?[0-9.]+")
                ? "'" + value
                : value;
        return safe.matches("[^,\"\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
