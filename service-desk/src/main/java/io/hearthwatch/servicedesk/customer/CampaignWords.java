package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.Text;
import java.util.Locale;

/** What customers read of recalls and of maintenance that is due, in their language. Stateless. */
final class CampaignWords {
    private CampaignWords() {}

    /**
     * What is told.
     *
     * @param booked whether somebody comes already
     * @param appliance the appliance's kind in words
     * @param id the appliance's own id, so that a household with two knows which
     * @param component what is replaced; null where that is not known
     * @param why the campaign's own words
     */
    record About(
            String number,
            boolean recall,
            boolean safety,
            boolean booked,
            Text appliance,
            String id,
            Text component,
            Text why) {}

    static MessageWords.Words of(String language, About about, String link) {
        boolean zh = language.startsWith("zh");
        String subject = zh ? subjectZh(about) : subjectEn(about);
        return new MessageWords.Words(
                subject + " (" + about.number() + ")", (zh ? textZh(about) : textEn(about)) + "\n\n" + link + "\n");
    }

    private static String subjectEn(About about) {
        String appliance = about.appliance().en().toLowerCase(Locale.ROOT);
        if (about.safety()) {
            return "Please stop using your " + appliance + " now";
        }
        return about.recall() ? "A recall of your " + appliance : "Your " + appliance + " is due for maintenance";
    }

    private static String textEn(About about) {
        String which = "your " + about.appliance().en().toLowerCase(Locale.ROOT) + " " + about.id();
        StringBuilder text = new StringBuilder();
        if (about.safety()) {
            text.append("Please stop using ").append(which).append(" now, switch it off and unplug it. ");
            text.append(about.recall() ? "It is recalled: " : "It needs to be looked at: ");
        } else {
            text.append(about.recall() ? "We recall " : "Maintenance is due for ")
                    .append(which)
                    .append(": ");
        }
        text.append(sentence(about.why().en(), ". "));
        if (about.recall()) {
            text.append("We come to you and ")
                    .append(
                            about.component() == null
                                    ? "put it right"
                                    : "replace the " + about.component().en().toLowerCase(Locale.ROOT))
                    .append(", at no cost to you. ");
        }
        return text.append(about.booked() ? "Your visit is booked. To see or move it:" : "Pick a time that suits you:")
                .toString();
    }

    private static String subjectZh(About about) {
        String appliance = about.appliance().zh();
        if (about.safety()) {
            return "请立即停止使用您的" + appliance;
        }
        return about.recall() ? "您的" + appliance + "召回通知" : "您的" + appliance + "需要保养";
    }

    private static String textZh(About about) {
        String which = "您的" + about.appliance().zh() + "（" + about.id() + "）";
        StringBuilder text = new StringBuilder();
        if (about.safety()) {
            text.append("请立即停止使用").append(which).append("，关机并断开电源。");
            text.append(about.recall() ? "该产品现予召回：" : "该产品需要检查：");
        } else {
            text.append(which).append(about.recall() ? "现予召回：" : "已到保养期：");
        }
        text.append(sentence(about.why().zh(), "。"));
        if (about.recall()) {
            text.append("我们将免费上门")
                    .append(
                            about.component() == null
                                    ? "处理"
                                    : "更换" + about.component().zh())
                    .append("。");
        }
        return text.append(about.booked() ? "您的上门服务已预约，查看或改期请点击：" : "请选择方便的时间：").toString();
    }

    /** A campaign's words may or may not end their own sentence. */
    private static String sentence(String words, String end) {
        String said = words.strip();
        boolean ends = !said.isEmpty() && ".!?。！？".indexOf(said.charAt(said.length() - 1)) >= 0;
        return ends ? said + (end.endsWith(" ") ? " " : "") : said + end;
    }
}
