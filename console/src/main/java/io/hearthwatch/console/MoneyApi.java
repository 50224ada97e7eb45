package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Costs;
import io.hearthwatch.servicedesk.money.Deposits;
import io.hearthwatch.servicedesk.money.Money;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Settlement with service centres, costs and budgets. What a caller may see and do is decided by the desk. */
final class MoneyApi {
    private static final String MONEY = "/api/v1/money";
    private static final String CLAIM = MONEY + "/claims/{id}";
    private static final String DEPOSIT = MONEY + "/deposits/{centre}";
    private static final String STATEMENT = MONEY + "/statements/{id}";

    private final Money money;

    MoneyApi(ServiceDesk desk) {
        this.money = desk.money();
    }

    /** Every path of money. */
    void bind(Routes routes) {
        routes.get(MONEY + "/rules", this::rules);
        routes.post(MONEY + "/terms", this::load);
        routes.get(MONEY + "/elements", this::elements);
        routes.get(MONEY + "/claims", this::claims);
        routes.post(MONEY + "/claims", this::claim);
        routes.get(CLAIM, this::oneClaim);
        routes.post(CLAIM + "/decide", this::decide);
        routes.post(CLAIM + "/withdraw", this::withdraw);
        routes.get(MONEY + "/statements", this::statements);
        routes.post(MONEY + "/statements", this::make);
        routes.get(STATEMENT, this::statement);
        routes.post(STATEMENT + "/issue", this::issue);
        routes.post(STATEMENT + "/confirm", this::confirm);
        routes.post(STATEMENT + "/pay", this::pay);
        routes.post(STATEMENT + "/corrections", this::correct);
        routes.post(STATEMENT + "/disputes", this::dispute);
        routes.get(MONEY + "/disputes", this::disputes);
        routes.post(MONEY + "/disputes/{id}/answer", this::answer);
        routes.get(MONEY + "/deposits", this::deposits);
        routes.get(DEPOSIT, this::deposit);
        routes.post(DEPOSIT + "/pay-in", this::payIn);
        routes.post(DEPOSIT + "/return", this::giveBack);
        routes.post(DEPOSIT + "/demand", this::demand);
        routes.get(MONEY + "/costs", this::costs);
        routes.post(MONEY + "/costs", this::book);
        routes.post(MONEY + "/costs/{id}/counter", this::counter);
        routes.get(MONEY + "/costs-due", this::due);
        routes.get(MONEY + "/cost-matrix", this::matrix);
        routes.get(MONEY + "/budgets", this::budgets);
        routes.get(MONEY + "/budget-against-actual", this::against);
        routes.get(MONEY + "/budget-alerts", this::alerts);
        routes.post(MONEY + "/budget-alerts/{id}/acknowledge", this::acknowledge);
    }

    /** Whoever reads; nobody has to be named for that. */
    private static Actor reader(Call call) {
        return Actor.of(call.caller(), "api");
    }

    private static long id(Call call, String what) {
        String id = call.path().get("id");
        if (!id.matches("\\d{1,18}")) {
            throw Problem.of(Refusal.notFound(what, id, "give the number that the list shows as its id"));
        }
        return Long.parseLong(id);
    }

    private static JsonNode list(String name, List<Map<String, Object>> rows) {
        return Json.object().set(name, Json.of(rows));
    }

    private static YearMonth month(String name, String said) {
        try {
            YearMonth month = YearMonth.parse(said);
            if (month.getYear() >= 2000 && month.getYear() <= 9998) {
                return month;
            }
        } catch (DateTimeParseException e) {
            // Told below, as one out of range.
        }
        throw Problem.badRequest(
                name + ": '" + Call.shortened(said) + "' is not a month from 2000 on", "write it as 2026-11");
    }

    private static YearMonth monthOrNull(Call call) {
        return call.text("month").map(said -> month("month", said)).orElse(null);
    }

    private static Long before(Call call) {
        return call.text("before").isEmpty() ? null : Long.valueOf(call.number("before", 1, Integer.MAX_VALUE, 1));
    }

    private JsonNode rules(Call call) {
        call.allow();
        return Json.of(money.rules(reader(call)));
    }

    private JsonNode load(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "rules", "dispute_days", "deposits", "owners", "warn_at", "budgets");
        try {
            return Json.object().put("changed", money.load(body.actor(), "the request", body.rest()));
        } catch (InvalidFileException e) {
            List<Problem.Item> wrong = IntStream.range(0, e.problems().size())
                    .mapToObj(i -> new Problem.Item(i, e.problems().get(i).toString()))
                    .toList();
            throw new Problem(
                    400, "Bad request", wrong.get(0).detail(), "put all of it right; nothing was changed", wrong);
        }
    }

    private JsonNode elements(Call call) {
        call.allow();
        return list("elements", money.elements(reader(call)));
    }

    private JsonNode claims(Call call) {
        call.allow("centre", "ticket", "before", "limit");
        return list(
                "claims",
                money.claims()
                        .list(
                                reader(call),
                                call.filter("centre"),
                                call.filter("ticket"),
                                before(call),
                                call.number("limit", 1, 1_000, 100)));
    }

    private JsonNode claim(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "ticket", "currency", "lines", "note");
        return Json.of(money.claims()
                .file(body.actor(), body.required("ticket"), body.text("currency"), body.claimed(), body.text("note")));
    }

    private JsonNode oneClaim(Call call) {
        call.allow();
        return Json.of(money.claims().one(reader(call), id(call, "claim")));
    }

    private JsonNode decide(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "line", "allowed", "reason");
        Integer line = body.number("line");
        if (line == null) {
            throw Problem.badRequest("'line' is missing", "send the number n of the claim's line");
        }
        return Json.of(money.claims()
                .decide(body.actor(), id(call, "claim"), line, body.decimal("allowed"), body.text("reason")));
    }

    private JsonNode withdraw(Call call) {
        call.allow();
        return Json.of(money.claims().withdraw(new MoneyBody(call).actor(), id(call, "claim")));
    }

    private JsonNode statements(Call call) {
        call.allow("centre", "month", "state", "before", "limit");
        String state = call.text("state").isEmpty()
                ? null
                : call.oneOf("state", "", "draft", "issued", "confirmed", "disputed", "resolved", "paid");
        return list(
                "statements",
                money.statements()
                        .list(
                                reader(call),
                                call.filter("centre"),
                                monthOrNull(call),
                                state,
                                before(call),
                                call.number("limit", 1, 1_000, 100)));
    }

    private JsonNode make(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "centre", "month", "again");
        return Json.of(money.statements()
                .make(
                        body.actor(),
                        body.required("centre"),
                        month("month", body.required("month")),
                        body.flag("again")));
    }

    private JsonNode statement(Call call) {
        call.allow();
        return Json.of(money.statements().one(reader(call), call.path().get("id")));
    }

    private JsonNode issue(Call call) {
        call.allow();
        return Json.of(money.statements()
                .issue(new MoneyBody(call).actor(), call.path().get("id")));
    }

    private JsonNode confirm(Call call) {
        call.allow();
        return Json.of(money.statements()
                .confirm(new MoneyBody(call).actor(), call.path().get("id")));
    }

    private JsonNode pay(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "payment");
        return Json.of(money.statements().pay(body.actor(), call.path().get("id"), body.text("payment")));
    }

    private JsonNode correct(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "line", "amount", "reason");
        return Json.of(money.statements()
                .correct(
                        body.actor(),
                        call.path().get("id"),
                        body.id("line"),
                        body.decimal("amount"),
                        body.text("reason")));
    }

    private JsonNode dispute(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "line", "ticket", "amount", "reason", "evidence");
        return Json.of(money.disputes()
                .open(
                        body.actor(),
                        call.path().get("id"),
                        body.id("line"),
                        body.text("ticket"),
                        body.decimal("amount"),
                        body.text("reason"),
                        body.text("evidence")));
    }

    private JsonNode disputes(Call call) {
        call.allow("state", "limit");
        boolean open = call.oneOf("state", "all", "all", "open").equals("open");
        return list("disputes", money.disputes().list(reader(call), open, call.number("limit", 1, 1_000, 100)));
    }

    private JsonNode answer(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "outcome", "granted", "answer");
        return Json.of(money.disputes()
                .answer(
                        body.actor(),
                        id(call, "dispute"),
                        body.text("outcome"),
                        body.decimal("granted"),
                        body.text("answer")));
    }

    private JsonNode deposits(Call call) {
        call.allow();
        return list("deposits", money.deposits().list(reader(call)));
    }

    private JsonNode deposit(Call call) {
        call.allow("before", "limit");
        return Json.of(money.deposits()
                .one(reader(call), call.path().get("centre"), before(call), call.number("limit", 1, 1_000, 100)));
    }

    private static Deposits.Payment payment(Call call, MoneyBody body) {
        return new Deposits.Payment(
                call.path().get("centre"), body.decimal("amount"), body.text("currency"), body.text("reference"));
    }

    private JsonNode payIn(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "amount", "currency", "reference");
        return Json.of(money.deposits().payIn(body.actor(), payment(call, body)));
    }

    private JsonNode giveBack(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "amount", "currency", "reference");
        return Json.of(money.deposits().giveBack(body.actor(), payment(call, body)));
    }

    private JsonNode demand(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "currency");
        return Json.of(money.deposits().demand(body.actor(), call.path().get("centre"), body.text("currency")));
    }

    private JsonNode costs(Call call) {
        call.allow("region", "centre", "element", "month", "ticket", "before", "limit");
        return list(
                "costs",
                money.costs()
                        .list(
                                reader(call),
                                new Costs.Filter(
                                        call.filter("region"),
                                        call.filter("centre"),
                                        call.filter("element"),
                                        monthOrNull(call),
                                        call.filter("ticket"),
                                        before(call),
                                        call.number("limit", 1, 1_000, 100))));
    }

    private JsonNode book(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(
                call, "centre", "element", "amount", "currency", "booked_on", "ticket", "evidence", "due");
        return Json.of(money.costs()
                .add(
                        body.actor(),
                        new Costs.Entry(
                                body.text("centre"),
                                body.required("element"),
                                body.decimal("amount"),
                                body.text("currency"),
                                body.date("booked_on"),
                                body.text("ticket"),
                                body.text("evidence"),
                                body.text("due"))));
    }

    private JsonNode counter(Call call) {
        call.allow();
        MoneyBody body = new MoneyBody(call, "reason");
        return Json.of(money.costs().counter(body.actor(), id(call, "entry"), body.text("reason")));
    }

    private JsonNode due(Call call) {
        call.allow("limit");
        return list("due", money.costs().due(reader(call), call.number("limit", 1, 1_000, 100)));
    }

    private JsonNode matrix(Call call) {
        call.allow("month");
        return list("costs", money.costs().matrix(reader(call), month("month", call.required("month"))));
    }

    private JsonNode budgets(Call call) {
        call.allow("month");
        return list("budgets", money.budgets().list(reader(call), month("month", call.required("month"))));
    }

    private JsonNode against(Call call) {
        call.allow("level", "region", "centre", "element", "month", "to");
        YearMonth from = month("month", call.required("month"));
        YearMonth to = call.text("to").map(said -> month("to", said)).orElse(from);
        String level =
                call.text("level").isEmpty() ? null : call.oneOf("level", "", "centre", "region", "headquarters");
        return list(
                "lines",
                money.budgets()
                        .against(
                                reader(call),
                                level,
                                call.filter("region"),
                                call.filter("centre"),
                                call.filter("element"),
                                from,
                                to));
    }

    private JsonNode alerts(Call call) {
        call.allow("limit");
        return list("alerts", money.budgets().alerts(reader(call), call.number("limit", 1, 1_000, 100)));
    }

    private JsonNode acknowledge(Call call) {
        call.allow();
        return Json.of(money.budgets().acknowledge(new MoneyBody(call).actor(), id(call, "budget warning")));
    }
}
