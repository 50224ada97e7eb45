package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import java.time.Duration;
import java.util.Locale;

/** The sentence that people act on. */
final class TicketWords {
    private TicketWords() {}

    /** Such as "62 % likely that the drain pump fails within 7 days". */
    static Text summary(Text component, double probability, Duration horizon) {
        return new Text(
                likelyEnglish(probability) + " likely that " + withinSentence(component.en()) + " fails within "
                        + spanEnglish(horizon),
                component.zh() + "在 " + spanChinese(horizon) + "内发生故障的概率" + likelyChinese(probability));
    }

    private static String likelyEnglish(double probability) {
        if (probability > .99) {
            return "More than 99 %";
        }
        return probability < .01 ? "Less than 1 %" : percent(probability) + " %";
    }

    private static String likelyChinese(double probability) {
        if (probability > .99) {
            return "超过 99%";
        }
        return probability < .01 ? "低于 1%" : "为 " + percent(probability) + "%";
    }

    private static long percent(double probability) {
        return Math.round(100 * probability);
    }

    private static boolean inDays(Duration horizon) {
        return horizon.toHours() >= 48 && horizon.toHours() % 24 == 0;
    }

    private static String spanEnglish(Duration horizon) {
        long number = inDays(horizon) ? horizon.toDays() : Math.max(1, horizon.toHours());
        return number + (inDays(horizon) ? " day" : " hour") + (number == 1 ? "" : "s");
    }

    private static String spanChinese(Duration horizon) {
        return inDays(horizon) ? horizon.toDays() + " 天" : Math.max(1, horizon.toHours()) + " 小时";
    }

    // "Drain pump" becomes "the drain pump", "NTC sensor" "the NTC sensor", "Component 3" "component 3".
    private static String withinSentence(String label) {
        boolean plainWord = label.length() > 1 && Character.isLowerCase(label.charAt(1));
        boolean numbered = label.indexOf(' ') > 0 && Character.isDigit(label.charAt(label.length() - 1));
        return (numbered ? "" : "the ")
                + (plainWord ? label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1) : label);
    }
}
