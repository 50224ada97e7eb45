package io.hearthwatch.servicedesk.register;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings that are changed together.
 *
 * @param read a query of names and values
 * @param items each number
 */
record SettingGroup(String name, Text label, String read, List<Item> items) {
    /**
     * A number.
     *
     * @param write stores it; bound to the value, the instant, and who
     */
    record Item(String name, Setting.About about, String write) {}

    /** Every group, in the order in which they are listed. */
    static final List<SettingGroup> ALL = List.of(retention(), support(), assignment());

    Map<String, Setting.About> about() {
        Map<String, Setting.About> about = new LinkedHashMap<>();
        items.forEach(item -> about.put(item.name(), item.about()));
        return about;
    }

    private static SettingGroup retention() {
        List<Item> items = List.of(
                months("answers", "what customers answered of a ticket", "工单登记信息"),
                months("words", "what was said and written about a ticket", "工单往来记录"),
                months("signatures", "signed record sheets and quotes", "签字的服务记录单和报价"),
                months("messages", "messages to customers", "发给用户的消息"),
                months("reports", "reports of which no household came", "未建档的用户报修"),
                months("looks", "the record of looks at personal data", "个人信息查看记录"),
                months("household", "a household after its last appliance left", "用户档案（最后一台家电移除后）"));
        return new SettingGroup(
                "retention",
                new Text("how long what is personal is kept", "个人信息保留期限"),
                "select kind as name, months::numeric as value from service.retention_rule",
                items);
    }

    private static Item months(String kind, String en, String zh) {
        return new Item(
                kind,
                about(en, zh, "months", 1, 600),
                write(
                        "retention_rule",
                        "months = says.value, changed_at = says.at, changed_by = says.who",
                        "kind = '" + kind + "' and months <> says.value"));
    }

    private static SettingGroup support() {
        List<Item> items = new ArrayList<>();
        items.add(terms("bad_repairs", about("bad repairs that make a fault hard", "不良维修达到几次即上报", "repairs", 1, 100)));
        items.add(terms(
                "bad_rating", about("a rating so low or lower makes a repair bad", "评分不高于此值即为不良维修", "marks", 1, 5)));
        items.add(terms("within_days", about("how far back repairs are looked at", "追溯天数", "days", 1, 3650)));
        level(items, "colleague", "a colleague", "同事");
        level(items, "centre", "the service centre", "网点");
        level(items, "headquarters", "headquarters", "总部");
        return new SettingGroup("support", new Text("how technical support works", "技术支援规则"), """
                select t.name, t.value::numeric from service.support_terms s cross join lateral (values
                    ('bad_repairs', s.bad_repairs), ('bad_rating', s.bad_rating), ('within_days', s.within_days)) t (name, value)
                union all
                select l.level || n.name, n.value from service.support_level l cross join lateral (values
                    ('_minutes', l.seconds / 60.0), ('_warn_minutes', l.warn_seconds / 60.0)) n (name, value)
                """, List.copyOf(items));
    }

    private static Item terms(String column, Setting.About about) {
        return new Item(
                column,
                about,
                write("support_terms", column + " = says.value", column + " is distinct from says.value"));
    }

    /** The time itself first, which the warning must fit into at any moment. */
    private static void level(List<Item> items, String level, String en, String zh) {
        items.add(new Item(
                level + "_minutes",
                about("working time in which " + en + " answers", zh + "答复时限（工作时间）", "minutes", 1, 100_000),
                write(
                        "support_level",
                        "seconds = says.value * 60, warn_seconds = least(warn_seconds, says.value * 60)",
                        "level = '" + level + "' and seconds <> says.value * 60")));
        items.add(new Item(
                level + "_warn_minutes",
                about("how long before that " + en + " is warned", "提前多久提醒" + zh, "minutes", 0, 100_000),
                write(
                        "support_level",
                        "warn_seconds = says.value * 60",
                        "level = '" + level + "' and warn_seconds <> says.value * 60")));
    }

    private static SettingGroup assignment() {
        return new SettingGroup(
                "assignment",
                new Text("how a ticket's service centre is chosen", "工单分派网点规则"),
                """
                select v.name, v.value::numeric from service.assignment_rule r cross join lateral (values
                    ('reach_km', r.reach_km), ('jobs_a_day', r.jobs_a_day)) v (name, value)
                """,
                List.of(
                        rule("reach_km", "how far a centre serves that names no areas", "未划定区域的网点服务半径", "km", 20_000),
                        rule("jobs_a_day", "jobs that a technician does in a day", "工程师每日可完成工单数", "jobs", 100)));
    }

    private static Item rule(String column, String en, String zh, String unit, int most) {
        return new Item(
                column,
                new Setting.About(new Text(en, zh), unit, new BigDecimal("0.1"), BigDecimal.valueOf(most), false),
                write("assignment_rule", column + " = says.value", column + " <> says.value"));
    }

    private static Setting.About about(String en, String zh, String unit, int least, int most) {
        return new Setting.About(new Text(en, zh), unit, BigDecimal.valueOf(least), BigDecimal.valueOf(most), true);
    }

    private static String write(String table, String set, String where) {
        return "update service." + table + " set " + set
                + " from (values (?::numeric, ?::timestamptz, ?::text)) says (value, at, who) where " + where;
    }
}
