package io.hearthwatch.console;

import io.hearthwatch.catalog.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What customers enter, as they call it. */
final class CustomerFields {
    /** How the service's refusals begin that are about one field: quoted, or with a colon behind it. */
    private static final Pattern ABOUT = Pattern.compile("^'?([a-z_]+)(?:'| is|:|\\.)");

    /** What must be known of a visit. */
    static final Map<String, Text> NEEDED = needed();

    private static final Map<String, Text> ENTERED = entered();

    private CustomerFields() {}

    private static Map<String, Text> needed() {
        Map<String, Text> all = new LinkedHashMap<>();
        all.put("customer_name", new Text("your name", "您的姓名"));
        all.put("address", new Text("your address", "您的地址"));
        all.put("phone", new Text("your phone number", "您的电话"));
        all.put("model", new Text("the model, from the type plate", "产品型号（见铭牌）"));
        all.put("serial", new Text("the serial number, from the type plate", "产品序列号（见铭牌）"));
        all.put("production_date", new Text("the production date, from the type plate", "生产日期（见铭牌）"));
        all.put("purchase_date", new Text("the day of purchase", "购买日期"));
        all.put("purchase_channel", new Text("where you bought it", "购买渠道"));
        all.put("symptom", new Text("what is wrong", "故障现象"));
        all.put("began", new Text("when it began", "何时开始"));
        all.put("environment", new Text("where the appliance stands", "使用环境"));
        all.put("question", new Text("your question", "您的问题"));
        all.put("complaint", new Text("what you complain about", "投诉内容"));
        all.put("wish", new Text("what you wish from us", "您的要求"));
        return all;
    }

    private static Map<String, Text> entered() {
        Map<String, Text> all = new LinkedHashMap<>(NEEDED);
        all.put("from", new Text("the time of the visit", "上门时间"));
        all.put("answers", new Text("what we asked you", "需填写的信息"));
        all.put("reason", new Text("the reason", "原因"));
        all.put("attitude", new Text("the mark for friendliness", "服务态度评分"));
        all.put("efficiency", new Text("the mark for speed", "服务效率评分"));
        all.put("quality", new Text("the mark for the work", "维修质量评分"));
        all.put("product", new Text("the mark for the appliance", "产品评分"));
        all.put("solved", new Text("whether it is solved", "问题是否已解决"));
        all.put("words", new Text("what you wrote to us", "您的留言"));
        all.put("language", new Text("the language", "语言"));
        all.put("channel", new Text("how we may write to you", "联系方式"));
        all.put("email", new Text("your e-mail address", "电子邮箱"));
        all.put("consent", new Text("whether you agree", "是否同意"));
        all.put("quiet_hours", new Text("the hours in which to leave you alone", "免打扰时段"));
        all.put("surveys", new Text("whether we may ask how it went", "是否愿意评价服务"));
        return all;
    }

    /** The field that a refusal is about, if it is one that customers enter. */
    static Optional<String> about(String detail) {
        Matcher begins = ABOUT.matcher(detail);
        return begins.find() ? Optional.of(begins.group(1)).filter(ENTERED::containsKey) : Optional.empty();
    }

    /** As customers call it. */
    static Text called(String field) {
        return ENTERED.get(field);
    }
}
