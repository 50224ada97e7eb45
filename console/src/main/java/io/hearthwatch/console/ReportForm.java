package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.report.Danger;
import io.hearthwatch.servicedesk.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads what the public form sent, and tells all that is wrong with it at once, field by field, in the customer's words. For one request. */
final class ReportForm {
    /** Of the wording that the page shows beside the box; another wording is another version. */
    static final String CONSENT = "2026-11";

    private static final Pattern PHONE = Pattern.compile("[+0-9][0-9 ()/.-]{4,28}[0-9]");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,190}");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private static final Text MISSING = new Text("Please fill this in.", "请填写此项。");
    private static final Text LONG = new Text("Please shorten this.", "内容过长，请缩短。");
    private static final Text WRONG = new Text("Please check this.", "请检查此项。");

    private final Body body;
    private final Catalog catalog;
    private final ArrayNode wrong = Json.array();

    private ReportForm(Call call, Catalog catalog) {
        this.body = new Body(
                call,
                "language",
                "kind",
                "name",
                "phone",
                "email",
                "address",
                "postcode",
                "symptom",
                "began",
                "wish",
                "wished_time",
                "type",
                "model",
                "serial",
                "dangers",
                "consent",
                "website");
        this.catalog = catalog;
    }

    /** What was sent, and whether a program filled in what no person sees. */
    record Sent(Report report, boolean byProgram) {}

    /** @throws Problem 400 with all fields that are wrong */
    static Sent read(Call call, Catalog catalog) {
        return new ReportForm(call, catalog).read();
    }

    private Sent read() {
        String language = body.text("language", "en").toLowerCase(Locale.ROOT).startsWith("zh") ? "zh" : "en";
        String kind = body.text("kind", "repair");
        if (!Report.KINDS.contains(kind)) {
            wrong("kind", WRONG);
        }
        String name = field("name", 100, true);
        String phone = field("phone", 30, false);
        String email = field("email", 254, false);
        check("phone", phone, PHONE);
        check("email", email, EMAIL);
        if (phone == null && email == null) {
            wrong("phone", new Text("Please give a phone number or an e-mail address.", "请填写电话或电子邮箱。"));
        }
        String address = field(
                "address",
                300,
                List.of("repair", "maintenance", "installation", "site_survey").contains(kind));
        String postcode = field("postcode", 20, false);
        String symptom = field("symptom", 1_500, true);
        String began = field("began", 200, false);
        String wish = field("wish", 1_000, false);
        String wished = field("wished_time", 200, false);
        String type = field("type", 100, false);
        if (type != null && catalog.find(type).isEmpty()) {
            wrong("type", WRONG);
        }
        String model = field("model", 100, false);
        String serial = field("serial", 100, false);
        List<String> dangers = body.texts("dangers");
        if (!Danger.ids().containsAll(dangers)) {
            wrong("dangers", WRONG);
        }
        if (!body.flag("consent")) {
            wrong("consent", new Text("Without your consent we may not keep this.", "未经您同意，我们不能保存这些信息。"));
        }
        boolean byProgram = !body.text("website", "").isBlank();
        refuse();
        Report report = new Report(
                language,
                kind,
                name,
                phone,
                email,
                address,
                postcode,
                symptom,
                began,
                wish,
                wished,
                type,
                model,
                serial,
                dangers.stream().distinct().toList(),
                CONSENT);
        return new Sent(report, byProgram);
    }

    private String field(String name, int longest, boolean needed) {
        String value = CONTROLS.matcher(body.text(name, "")).replaceAll("").strip();
        if (value.isEmpty()) {
            if (needed) {
                wrong(name, MISSING);
            }
            return null;
        }
        if (value.length() > longest) {
            wrong(name, LONG);
        }
        return value;
    }

    private void check(String name, String value, Pattern pattern) {
        if (value != null && !pattern.matcher(value).matches()) {
            wrong(name, WRONG);
        }
    }

    private void wrong(String field, Text why) {
        wrong.addObject().put("field", field).set("words", Json.text(why));
    }

    private void refuse() {
        if (!wrong.isEmpty()) {
            List<String> names = new ArrayList<>();
            wrong.forEach(each -> names.add(each.get("field").asText()));
            throw Problem.badRequest(
                            "missing or not right: " + String.join(", ", names),
                            "correct what \"fields\" names, and send it again")
                    .with("fields", wrong)
                    .with(
                            "words",
                            words(
                                    "Something is missing or not right. Please look at the marked fields.",
                                    "有内容缺漏或错误，请查看标出的各项。"));
        }
    }

    static JsonNode words(String en, String zh) {
        return Json.text(new Text(en, zh));
    }
}
