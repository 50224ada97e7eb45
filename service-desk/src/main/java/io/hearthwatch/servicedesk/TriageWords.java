package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import io.hearthwatch.servicedesk.dispatch.VisitOutlook;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Whether a visit can be on time, in plain words, and what to do where it cannot; times are those of the service centre's clocks. */
final class TriageWords {
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private TriageWords() {}

    static Text of(VisitOutlook outlook) {
        Text words = switch (outlook.how()) {
            case BOOKED ->
                plus(
                        new Text("The customer has the window " + window(outlook), "已预约上门时段 " + window(outlook)),
                        against(outlook));
            case FREE ->
                plus(
                        new Text(
                                "The first window in which somebody can come is " + window(outlook),
                                "最早可上门时段为 " + window(outlook)),
                        against(outlook));
            case FULL ->
                new Text(
                        "Nobody of " + outlook.centre() + " has room for the visit in the next " + Dispatch.DAYS_OFFERED
                                + " days",
                        "网点 " + outlook.centre() + " 未来 " + Dispatch.DAYS_OFFERED + " 天均无可上门时段");
            case NO_CENTRE ->
                new Text(
                        "No service centre has the ticket, so nobody knows when somebody can come",
                        "工单尚未分配服务网点，无法计算上门时间");
            case NO_TECHNICIAN ->
                new Text(
                        outlook.centre() + " has no technician at work, so nobody can come",
                        "网点 " + outlook.centre() + " 没有在岗服务工程师，无法上门");
            case TOO_LONG ->
                new Text("No window was found in the time that is given to the search", "在限定的计算时间内未找到可上门时段");
        };
        boolean reckoned = outlook.how() == VisitOutlook.How.FREE && !outlook.placed();
        return reckoned
                ? new Text(
                        words.en() + "; where the household lives is not known by its position, so the way is reckoned"
                                + " from the service centre.",
                        words.zh() + "；用户位置坐标未知，路程按网点位置估算。")
                : new Text(words.en() + ".", words.zh() + "。");
    }

    private static Text against(VisitOutlook outlook) {
        if (outlook.due() == null) {
            return new Text("; no time is promised at this moment", "；目前没有承诺上门时限");
        }
        String due = at(outlook.due(), outlook.zone());
        return Boolean.TRUE.equals(outlook.onTime())
                ? new Text(", before the visit is due at " + due, "，早于承诺时限 " + due)
                : new Text(
                        ", up to " + hours(outlook) + " h after the visit is due at " + due,
                        "，最多晚于承诺时限 " + due + " " + hours(outlook) + " 小时");
    }

    private static long hours(VisitOutlook outlook) {
        return Math.max(1, (Duration.between(outlook.due(), outlook.by()).toMinutes() + 59) / 60);
    }

    /** What to do, in the order in which it is to be tried. */
    static Text hint(VisitOutlook outlook, List<String> others, boolean remote) {
        Text elsewhere = others.isEmpty()
                ? new Text("no other centre is able to take it", "没有其他可承接的网点")
                : new Text(
                        "hand it over (POST …/hand-over), such as to " + String.join(", ", others),
                        "转派其他网点（POST …/hand-over），例如 " + String.join("、", others));
        Text first = remote
                ? new Text("Try guidance from afar first (POST …/guidance). ", "先尝试远程指导（POST …/guidance）。")
                : new Text("", "");
        Text what = switch (outlook.how()) {
            case NO_CENTRE ->
                new Text(
                        "Give it to a service centre: GET …/centres lists them; " + elsewhere.en() + ".",
                        "请指派服务网点（GET …/centres 可查看）；" + elsewhere.zh() + "。");
            case NO_TECHNICIAN ->
                new Text(
                        "Enter the centre's technicians, or " + elsewhere.en() + ".",
                        "登记该网点的服务工程师，或" + elsewhere.zh() + "。");
            case TOO_LONG -> new Text("Look at GET …/slots, or ask again.", "请查看 GET …/slots，或稍后再试。");
            default ->
                new Text(
                        "Apologise, say why, and ask the customer to agree to another time; only if they refuse"
                                + " (POST …/time-refused): " + elsewhere.en()
                                + ". Guidance from afar may help until then (POST …/guidance).",
                        "先致歉并说明原因，请用户同意改期；仅在用户拒绝时（POST …/time-refused）：" + elsewhere.zh()
                                + "。在此之前可尝试远程指导（POST …/guidance）。");
        };
        return plus(first, what);
    }

    private static Text plus(Text one, Text other) {
        return new Text(one.en() + other.en(), one.zh() + other.zh());
    }

    private static String window(VisitOutlook outlook) {
        return at(outlook.from(), outlook.zone()) + "–"
                + TIME.format(outlook.by().atZone(outlook.zone()));
    }

    private static String at(Instant instant, ZoneId zone) {
        return DAY_AND_TIME.format(instant.atZone(zone));
    }
}
