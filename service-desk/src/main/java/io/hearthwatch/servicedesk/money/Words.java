package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import java.math.BigDecimal;

/** Checks what people say about money. */
final class Words {
    /** Most that one amount may be. */
    static final BigDecimal MOST = new BigDecimal("999999999.99");

    private static final int MOST_TEXT = 500;

    private Words() {}

    static String currency(String said) {
        if (said == null || !said.matches("[A-Z]{3}")) {
            throw Refusal.invalid("\"currency\" is not three capital letters", "such as \"CNY\"");
        }
        return said;
    }

    static String required(String name, String said) {
        String value = optional(name, said);
        if (value == null) {
            throw Refusal.invalid("'" + name + "' is missing", "add it");
        }
        return value;
    }

    static String optional(String name, String said) {
        if (said == null || said.isBlank()) {
            return null;
        }
        String value = said.strip();
        if (value.length() > MOST_TEXT) {
            throw Refusal.invalid(
                    "'" + name + "' is longer than " + MOST_TEXT + " characters", "say it in fewer words");
        }
        return value;
    }

    static int within(String name, int said, int least, int most) {
        if (said < least || said > most) {
            throw Refusal.invalid("'" + name + "' is not within " + least + " and " + most, "look at it again");
        }
        return said;
    }

    static BigDecimal amount(String name, BigDecimal said, int digits, int most) {
        return amount(name, said, digits, BigDecimal.valueOf(most));
    }

    /** An exact amount that is not negative. */
    static BigDecimal amount(String name, BigDecimal said, int digits, BigDecimal most) {
        if (said == null) {
            throw Refusal.invalid("'" + name + "' is missing", "say it as a number, such as 12.50");
        }
        // Compared before it is scaled: 1e999999999 written out would fill the memory.
        if (said.signum() < 0
                || said.compareTo(most) > 0
                || said.stripTrailingZeros().scale() > digits) {
            throw Refusal.invalid(
                    "'" + name + "' is not an amount from 0 to " + most.toPlainString() + " with at most " + digits
                            + " decimals",
                    "such as 12.50");
        }
        return said.setScale(digits);
    }

    static String shortened(String said) {
        return said.length() <= 60 ? said : said.substring(0, 60) + "…";
    }
}
