package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What customers read, in their language. Stateless. */
final class MessageWords {
    private MessageWords() {}

    /**
     * What a message tells of.
     *
     * @param saw what we saw, or null
     * @param appliance the appliance's kind in words
     * @param windowFrom begin of the booked window, or null
     * @param zone the service centre's
     */
    record About(String number, Text saw, Text appliance, Instant windowFrom, Instant windowTo, String zone) {}

    /** Subject and text. */
    record Words(String subject, String body) {}

    static Words of(String kind, String language, About about, String link) {
        boolean zh = language.startsWith("zh");
        String appliance = about.appliance().in(language);
        String window = about.windowFrom() == null ? "" : window(about, zh);
        String subject;
        String text;
        switch (kind) {
            case "seen" -> {
                String saw = about.saw() == null ? "" : about.saw().in(language);
                subject =
                        zh ? "您的" + appliance + "需要关注" : "Your " + appliance.toLowerCase(Locale.ROOT) + " needs a look";
                text = zh
                        ? ended(saw, "。") + "建议您预约一次上门检修，配件已为您备好。请选择方便的时间："
                        : ended(saw, ". ") + "We suggest a visit before it fails; the part is held for you."
                                + " Pick a time that suits you:";
            }
            case "booked" -> {
                subject = zh ? "预约已确认" : "Your visit is booked";
                text = zh ? "上门时间：" + window + "。如需改期或取消，请点击：" : "We come " + window + ". To move or cancel it:";
            }
            case "reminder" -> {
                subject = zh ? "上门服务提醒" : "Your visit is soon";
                text = zh ? "提醒您：服务工程师将于" + window + "上门。" : "A reminder: we come " + window + ".";
            }
            case "cannot_come" -> {
                subject = zh ? "很抱歉，我们无法按约上门" : "We are sorry: we cannot come as agreed";
                text = zh
                        ? "很抱歉，我们无法在" + window + "上门。请选择其他时间，或等待我们与您联系："
                        : "We cannot come " + window
                                + " as agreed, and are sorry. Pick another time, or wait for our call:";
            }
            case "superseded" -> {
                subject = zh ? "无需再次上门" : "No further visit is needed";
                text = zh
                        ? "您的" + appliance + "的相关部件已在另一次服务中更换，" + (window.isEmpty() ? "" : "原定" + window + "的上门已取消，")
                                + "您无需任何操作。详情见："
                        : "The part of your " + appliance.toLowerCase(Locale.ROOT)
                                + " that we wrote about was replaced at another visit. "
                                + (window.isEmpty() ? "" : "The visit " + window + " is cancelled. ")
                                + "There is nothing you need to do. More about it:";
            }
            case "on_the_way" -> {
                subject = zh ? "服务工程师已出发" : "The technician is on the way";
                text = zh ? "服务工程师已出发，请保持电话畅通。" : "The technician is on the way to you.";
            }
            case "received" -> {
                subject = zh ? "我们已收到您的服务请求" : "We have received your request";
                text = zh
                        ? "我们已收到您关于" + appliance + "的服务请求。请点击查看进度、预约上门时间："
                        : "We have received your request about your " + appliance.toLowerCase(Locale.ROOT)
                                + ". See where it stands, and pick a time:";
            }
            case "done" -> {
                subject = zh ? "服务已完成" : "The work is done";
                text = zh
                        ? "您的" + appliance + "已完成服务，服务记录单见："
                        : "The work on your " + appliance.toLowerCase(Locale.ROOT) + " is done. What was done:";
            }
            default -> {
                subject = zh ? "请评价本次服务" : "How did we do?";
                text = zh ? "请花一分钟评价本次服务：" : "Please take a minute to rate our service:";
            }
        }
        return new Words(subject + " (" + about.number() + ")", text + "\n\n" + link + "\n");
    }

    /** As a sentence, with one end. */
    private static String ended(String said, String end) {
        return said.isEmpty() || said.endsWith(end.strip()) ? said + (end.endsWith(" ") ? " " : "") : said + end;
    }

    private static String window(About about, boolean zh) {
        ZoneId zone = ZoneId.of(about.zone() == null ? "UTC" : about.zone());
        Locale locale = zh ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
        DateTimeFormatter day = DateTimeFormatter.ofPattern(zh ? "M月d日（EEE）HH:mm" : "EEE d MMM, HH:mm", locale);
        DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm", locale);
        return day.format(about.windowFrom().atZone(zone)) + "–"
                + time.format(about.windowTo().atZone(zone));
    }
}
