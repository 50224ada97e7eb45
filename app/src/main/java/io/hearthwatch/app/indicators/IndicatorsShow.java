package io.hearthwatch.app.indicators;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.indicator.Dimension;
import io.hearthwatch.servicedesk.indicator.Figure;
import io.hearthwatch.servicedesk.indicator.Indicator;
import io.hearthwatch.servicedesk.indicator.IndicatorQuery;
import io.hearthwatch.servicedesk.indicator.Indicators;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code indicators show NAME}. */
@Command(
        name = "show",
        description = {
            "Show the figures of an indicator, with their targets.",
            "Figures over several centres or months are made from numerators and denominators, not from values."
        })
final class IndicatorsShow implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "NAME", description = "the indicator, as: hearthwatch indicators list")
    private String name;

    @Option(
            names = "--by",
            paramLabel = "LIST",
            description =
                    "what to tell apart: region, centre, type, model, lot, month, aspect, channel; divided by commas")
    private String by = "";

    @Option(
            names = "--from",
            paramLabel = "MONTH",
            description = "first month, such as 2026-01 (default: 11 months before the last)")
    private String from;

    @Option(names = "--to", paramLabel = "MONTH", description = "last month (default: this one)")
    private String to;

    @Option(
            names = "--only",
            paramLabel = "WHAT=VALUE",
            description =
                    "only cases of it, such as --only centre=munich; may be given for each of what --by takes, but months")
    private Map<String, String> only = Map.of();

    @Option(names = "--percentile", paramLabel = "P", description = "of durations (default: 50, the median)")
    private int percentile = 50;

    @Option(names = "--csv", description = "print comma-separated values")
    private boolean csv;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            Indicators indicators = workspace.serviceDesk().indicators();
            Indicator indicator = indicators.find(name);
            YearMonth last = to == null ? indicators.month() : month("--to", to);
            IndicatorQuery query = new IndicatorQuery(
                    name,
                    Dimension.list(by),
                    from == null ? last.minusMonths(11) : month("--from", from),
                    last,
                    chosen(),
                    percentile,
                    Scope.EVERYTHING);
            List<Figure> figures = indicators.figures(query);
            PrintWriter out = spec.commandLine().getOut();
            if (csv) {
                out.print(Indicators.csv(indicator, figures));
            } else {
                print(out, indicator, query, figures);
            }
            out.flush();
            json.write(figures.stream().map(IndicatorsShow::report).toList());
        } catch (Refusal e) {
            throw Refused.of(e);
        }
    }

    private Map<Dimension, String> chosen() {
        Map<Dimension, String> chosen = new LinkedHashMap<>();
        only.forEach((what, value) -> chosen.put(Dimension.of(what), value));
        return chosen;
    }

    private static YearMonth month(String option, String value) {
        try {
            return YearMonth.parse(value);
        } catch (DateTimeException e) {
            throw CommandFailure.usage(option + " " + value + " is not a month", option + " 2026-11");
        }
    }

    private static void print(PrintWriter out, Indicator indicator, IndicatorQuery query, List<Figure> figures) {
        out.printf(
                "%s (%s), %s to %s%n%s%n",
                indicator.title().en(),
                indicator.title().zh(),
                query.from(),
                query.to(),
                indicator.definition().en());
        if (figures.isEmpty()) {
            out.println("no cases in these months");
        }
        for (Figure figure : figures) {
            String of = figure.by().isEmpty()
                    ? "all"
                    : String.join(
                            " ",
                            figure.by().values().stream()
                                    .map(each -> each == null ? "-" : each)
                                    .toList());
            out.printf(
                    Locale.ROOT,
                    "%-40s %14s  %s of %s%s%s%n",
                    of,
                    value(indicator, figure.value()),
                    plain(figure.numerator()),
                    plain(figure.denominator()),
                    figure.percentile() == null
                            ? ""
                            : "  p" + query.percentile() + " " + value(indicator, figure.percentile()),
                    figure.target() == null
                            ? ""
                            : "  target " + value(indicator, figure.target().value()) + " "
                                    + figure.light().id());
        }
    }

    private static String plain(double value) {
        return new BigDecimal(value, new MathContext(12)).stripTrailingZeros().toPlainString();
    }

    private static String value(Indicator indicator, Double value) {
        if (value == null) {
            return "-";
        }
        return switch (indicator.unit()) {
            case SHARE -> String.format(Locale.ROOT, "%.1f %%", value * 100);
            case PPM -> String.format(Locale.ROOT, "%.1f ppm", value);
            case SECONDS -> Duration.ofSeconds(Math.round(value)).toString();
            case MARK -> String.format(Locale.ROOT, "%.2f", value);
            case MONEY -> String.format(Locale.ROOT, "%,.2f", value);
            case RATE -> String.format(Locale.ROOT, "%.5f", value);
        };
    }

    private static Map<String, Object> report(Figure figure) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("by", figure.by());
        report.put("numerator", figure.numerator());
        report.put("denominator", figure.denominator());
        report.put("value", figure.value());
        report.put("percentile", figure.percentile());
        report.put("cases", figure.cases());
        report.put("target", figure.target() == null ? null : figure.target().value());
        report.put("light", figure.light().id());
        return report;
    }
}
