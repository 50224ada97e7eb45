package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.customer.CustomerView;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What customers are told when something they asked through their link cannot be: in their words and language, without those of the service.
 * The words are in {@code words} in both languages, and in {@code detail} and {@code try} in the customer's.
 */
final class CustomerWords {
    private static final Text CALL =
            new Text("Please call your service centre; they are glad to help.", "请致电服务网点，我们乐意为您服务。");
    private static final Text LOOK = new Text("Please load the page again and look.", "请刷新页面后再查看。");

    private final Customers customers;

    CustomerWords(Customers customers) {
        this.customers = customers;
    }

    /**
     * Does what a customer asks, and tells a refusal in their words.
     *
     * @param deed what they may do, as {@link CustomerView#may} names it; or view
     */
    Function<Call, JsonNode> saying(String deed, Function<Call, JsonNode> handler) {
        return call -> {
            try {
                return handler.apply(call);
            } catch (Refusal e) {
                throw said(call, deed, Problem.of(e), e.kind() == Refusal.Kind.NOT_FOUND, List.of());
            } catch (TicketRefusal e) {
                throw said(call, deed, Problem.of(e), false, fields(e));
            } catch (Problem e) {
                throw said(call, deed, e, false, List.of());
            }
        };
    }

    /** The fields that a refusal names as missing. */
    private static List<String> fields(TicketRefusal refusal) {
        if (!(refusal.members().get("missing") instanceof List<?> missing)) {
            return List.of();
        }
        List<String> fields = new ArrayList<>();
        for (Object each : missing) {
            if (each instanceof Map<?, ?> need && "information".equals(need.get("need"))) {
                List<String> said = List.of(String.valueOf(need.get("what")).split("[^a-z_]+"));
                CustomerFields.NEEDED.keySet().stream().filter(said::contains).forEach(fields::add);
            }
        }
        return fields;
    }

    private Problem said(Call call, String deed, Problem problem, boolean unknown, List<String> missing) {
        Optional<CustomerView> view =
                problem.status() == 409 || problem.status() == 400 ? view(call) : Optional.empty();
        Text what = what(deed, problem, unknown, missing, view);
        Text then = then(deed, problem, missing, view);
        boolean zh = view.map(CustomerView::language)
                .or(() -> call.header("accept-language"))
                .map(language -> language.toLowerCase(Locale.ROOT).startsWith("zh"))
                .orElse(false);
        Problem told =
                new Problem(problem.status(), problem.title(), zh ? what.zh() : what.en(), zh ? then.zh() : then.en());
        told.with("words", Json.text(new Text(what.en() + " " + then.en(), what.zh() + then.zh())));
        field(problem).ifPresent(field -> {
            ArrayNode fields = Json.array();
            fields.addObject().put("field", field).set("words", Json.text(CustomerFields.called(field)));
            told.with("fields", fields);
        });
        if (!missing.isEmpty()) {
            ArrayNode needs = Json.array();
            missing.forEach(field -> needs.addObject()
                    .put("need", field)
                    .put(
                            "what",
                            zh
                                    ? CustomerFields.NEEDED.get(field).zh()
                                    : CustomerFields.NEEDED.get(field).en())
                    .put("how", zh ? "预约时请一并填写" : "tell us when you book")
                    .set("words", Json.text(CustomerFields.NEEDED.get(field))));
            told.with("missing", needs);
        }
        return told;
    }

    private static Optional<String> field(Problem problem) {
        return problem.status() == 400 ? CustomerFields.about(problem.getMessage()) : Optional.empty();
    }

    private Optional<CustomerView> view(Call call) {
        try {
            return Optional.of(customers.view(call.path().get("token")));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static Text what(
            String deed, Problem problem, boolean unknown, List<String> missing, Optional<CustomerView> view) {
        if (problem.status() == 410) {
            return new Text("This link has expired.", "此链接已过期。");
        }
        if (problem.status() == 403 || unknown || problem.status() == 404) {
            return new Text("This link is not valid.", "此链接无效。");
        }
        if (problem.status() == 400) {
            return field(problem)
                    .map(CustomerFields::called)
                    .map(called -> new Text(
                            "Something is missing or not right: " + called.en() + ".",
                            "以下内容有缺漏或错误：" + called.zh() + "。"))
                    .orElse(new Text("Something in what you entered is missing or not right.", "您填写的内容有缺漏或错误。"));
        }
        if (!missing.isEmpty()) {
            return new Text(
                    "Before we come we need to know: " + names(missing, Text::en, ", ") + ".",
                    "上门之前，请告诉我们：" + names(missing, Text::zh, "、") + "。");
        }
        if (view.isPresent() && view.get().may().contains(deed)) {
            return switch (deed) {
                case "book", "move" -> new Text("This time is not free any more.", "该时间段已被预约。");
                default -> new Text("Something has changed in the meantime.", "工单状态刚刚发生了变化。");
            };
        }
        return switch (deed) {
            case "book" -> new Text("A visit cannot be booked here at the moment.", "目前无法在线预约上门服务。");
            case "move" -> new Text("The visit cannot be moved here at the moment.", "目前无法在线更改上门时间。");
            case "cancel" -> new Text("This cannot be cancelled here at the moment.", "目前无法在线取消。");
            case "rate" ->
                view.map(CustomerView::rated).orElse(false)
                        ? new Text("You have rated this work already. Thank you.", "您已评价过本次服务，谢谢。")
                        : new Text("There is nothing to rate yet: the work is not done.", "服务尚未完成，暂时无法评价。");
            default -> new Text("This is not possible at the moment.", "目前无法进行此操作。");
        };
    }

    private static String names(List<String> fields, Function<Text, String> language, String between) {
        return fields.stream().map(CustomerFields.NEEDED::get).map(language).collect(Collectors.joining(between));
    }

    private static Text then(String deed, Problem problem, List<String> missing, Optional<CustomerView> view) {
        if (problem.status() == 410) {
            return new Text("Please ask your service centre for a new one.", "请联系服务网点获取新链接。");
        }
        if (problem.status() == 400) {
            return new Text("Please check it and try again.", "请检查后重试。");
        }
        if (!missing.isEmpty()) {
            return new Text("Please fill it in and book again.", "请填写后再次预约。");
        }
        if (view.isPresent() && view.get().may().contains(deed)) {
            return deed.equals("book") || deed.equals("move")
                    ? new Text("Please choose another one.", "请选择其他时间。")
                    : LOOK;
        }
        return problem.status() == 403 || problem.status() == 404
                ? new Text("Please open it as it was sent to you, or call your service centre.", "请从收到的消息中打开，或致电服务网点。")
                : CALL;
    }
}
