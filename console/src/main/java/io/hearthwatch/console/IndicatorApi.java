package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.indicator.Dimension;
import io.hearthwatch.servicedesk.indicator.Figure;
import io.hearthwatch.servicedesk.indicator.Indicator;
import io.hearthwatch.servicedesk.indicator.IndicatorQuery;
import io.hearthwatch.servicedesk.indicator.Indicators;
import io.hearthwatch.servicedesk.indicator.Targets;
import io.hearthwatch.servicedesk.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the service achieves: indicators, their figures with targets, and the cases behind them. */
final class IndicatorApi {
    private static final String ONE = "/api/v1/indicators/{name}";
    private static final String[] PARAMETERS = {
        "by", "from", "to", "percentile", "region", "centre", "type", "model", "lot", "aspect", "channel"
    };
    private static final double MOST = 1e12;

    private final Indicators indicators;

    IndicatorApi(Indicators indicators) {
        this.indicators = indicators;
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get("/api/v1/indicators", this::list);
        routes.get(ONE, this::figures);
        routes.download(ONE + "/csv", this::csv);
        routes.get(ONE + "/cases", this::cases);
        routes.get(ONE + "/targets", this::targets);
        routes.post(ONE + "/targets", this::set);
    }

    private static String name(Call call) {
        return call.path().get("name");
    }

    private JsonNode list(Call call) {
        call.allow();
        ArrayNode all = Json.array();
        indicators.all().forEach(each -> all.add(definition(each)));
        return Json.object().set("indicators", all);
    }

    private static ObjectNode definition(Indicator indicator) {
        ObjectNode json = (ObjectNode) Json.ofRecords(indicator);
        return json.put("unit", indicator.unit().id())
                .put("better", indicator.better().id());
    }

    private IndicatorQuery query(Call call) {
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            if (dimension != Dimension.MONTH) {
                Optional.ofNullable(call.filter(dimension.id())).ifPresent(value -> only.put(dimension, value));
            }
        }
        if (indicators.find(name(call)).aboutMoney()) {
            Money.mayLook(call.caller());
        }
        YearMonth to = month(call, "to").orElseGet(indicators::month);
        return new IndicatorQuery(
                name(call),
                Dimension.list(call.text("by").orElse("")),
                month(call, "from").orElse(to.minusMonths(11)),
                to,
                only,
                call.number("percentile", 1, 99, 50),
                call.scope());
    }

    private static Optional<YearMonth> month(Call call, String name) {
        return call.text(name).map(value -> {
            try {
                if (value.length() == "2026-11".length()) {
                    return YearMonth.parse(value);
                }
            } catch (DateTimeException e) {
                // Told below, as one out of range.
            }
            throw Problem.badRequest(name + ": '" + Call.shortened(value) + "' is not a month", "write it as 2026-11");
        });
    }

    private JsonNode figures(Call call) {
        call.allow(PARAMETERS);
        IndicatorQuery query = query(call);
        ArrayNode figures = Json.array();
        List<Figure> found = indicators.figures(query);
        for (Figure figure : found) {
            ObjectNode json = (ObjectNode) Json.ofRecords(figure);
            figures.add(json.put("light", figure.light().id()));
        }
        ObjectNode json = Json.object();
        json.set("indicator", definition(indicators.find(query.name())));
        json.put("from", query.from().toString())
                .put("to", query.to().toString())
                .put("percentile", query.percentile())
                .put("more", found.size() >= Indicators.MOST_FIGURES);
        json.set("figures", figures);
        return json;
    }

    private Routes.Download csv(Call call) {
        call.allow(PARAMETERS);
        IndicatorQuery query = query(call);
        byte[] csv = Indicators.csv(indicators.find(query.name()), indicators.figures(query))
                .getBytes(StandardCharsets.UTF_8);
        return new Routes.Download(
                query.name() + ".csv",
                "text/csv; charset=utf-8",
                csv.length,
                part -> part == 0 ? Optional.of(csv) : Optional.empty());
    }

    private JsonNode cases(Call call) {
        call.allow("from", "to", "region", "centre", "type", "model", "lot", "aspect", "channel", "limit", "offset");
        int limit = call.number("limit", 1, 500, 100);
        var cases = indicators.cases(query(call), call.number("offset", 0, 1_000_000, 0), limit + 1);
        return Json.object()
                .put("more", cases.size() > limit)
                .set("cases", Json.ofRecords(cases.subList(0, Math.min(limit, cases.size()))));
    }

    private JsonNode targets(Call call) {
        call.allow();
        return Json.object().set("targets", Json.ofRecords(indicators.targets().of(name(call), call.scope())));
    }

    private JsonNode set(Call call) {
        call.allow();
        call.manages("setting a target");
        Body body = new Body(
                call, "region", "centre", "type", "valid_from", "value", "limit", "source", "owner", "note", "who");
        return Json.ofRecords(indicators
                .targets()
                .set(
                        new Targets.Wanted(
                                name(call),
                                body.text("region", null),
                                body.text("centre", null),
                                body.text("type", null),
                                body.date("valid_from"),
                                body.decimal("value", 0, MOST),
                                body.has("limit") ? body.decimal("limit", 0, MOST) : null,
                                body.required("source"),
                                body.text("owner", null),
                                body.text("note", null)),
                        call.scope(),
                        body.who()));
    }
}
