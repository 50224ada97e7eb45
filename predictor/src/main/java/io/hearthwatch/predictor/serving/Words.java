package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Figures in words, in both languages. */
final class Words {
    private Words() {}

    /** A span such as {@code 24 hours} or {@code 7 days}. */
    static Text span(Duration span) {
        long hours = Math.round(span.toMillis() / 3_600_000.0);
        if (hours < 1) {
            return count(Math.max(1, Math.round(span.toMillis() / 60_000.0)), "minute", "分钟");
        }
        if (hours < 48 || (hours < 168 && hours % 24 != 0)) {
            return count(hours, "hour", "小时");
        }
        return count(Math.round(hours / 24.0), "day", "天");
    }

    static Text hours(double hours) {
        return span(Duration.ofMillis(Math.round(hours * 3_600_000)));
    }

    static Text ago(double hours) {
        if (hours * 60 < 1) {
            return new Text("just now", "刚刚");
        }
        Text span = hours(hours);
        return new Text(span.en() + " ago", span.zh() + "前");
    }

    private static Text count(long n, String en, String zh) {
        return new Text(n + " " + en + (n == 1 ? "" : "s"), n + zh);
    }

    /** A share with two digits, however small, such as {@code 0.42 %}. */
    static Text share(double share) {
        double percent = 100 * Math.min(1, Math.max(0, share));
        if (percent > 0 && percent < 0.001) {
            return new Text("less than 0.001 %", "不到0.001%");
        }
        String number = new BigDecimal(percent)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
        return new Text(number + " %", number + "%");
    }

    /** A name with its short form, such as {@code E18 (drain blocked)}; alone where both are the same. */
    static Text named(String id, Text label) {
        return new Text(
                label.en().equals(id) ? id : id + " (" + inside(label.en()) + ")",
                label.zh().equals(id) ? id : id + "（" + label.zh() + "）");
    }

    /** Two texts, one after the other. */
    static Text join(Text first, Text second) {
        return new Text(first.en() + second.en(), first.zh() + second.zh());
    }

    /** As it stands inside a sentence. */
    static String percent(double probability) {
        if (probability >= 0.995) {
            return "more than 99 %";
        }
        return probability < 0.01 ? "less than 1 %" : Math.round(probability * 100) + " %";
    }

    static String percentZh(double probability) {
        if (probability >= 0.995) {
            return "超过99%";
        }
        return probability < 0.01 ? "不到1%" : Math.round(probability * 100) + "%";
    }

    /** Three significant digits, without an exponent. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "?";
        }
        if (Math.abs(value) >= 1000) {
            return Long.toString(Math.round(value));
        }
        if (Math.abs(value) < 1e-6) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return rounded.toPlainString();
    }

    /** A text as it begins an English sentence. */
    static String beginning(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** A name inside an English sentence with its article; without one where a number tells it from its like: {@code component 3}. */
    static String the(String name) {
        boolean numbered =
                !name.isEmpty() && Character.isDigit(name.charAt(name.length() - 1)) && name.indexOf(' ') > 0;
        return (numbered ? "" : "the ") + inside(name);
    }

    /** A name as it stands inside an English sentence: {@code Drain pump} becomes {@code drain pump}, {@code LED} stays. */
    static String inside(String name) {
        boolean word = name.length() > 1
                && Character.isUpperCase(name.charAt(0))
                && !Character.isUpperCase(name.charAt(1))
                && Character.isLetter(name.charAt(1));
        return word ? Character.toLowerCase(name.charAt(0)) + name.substring(1) : name;
    }
}
