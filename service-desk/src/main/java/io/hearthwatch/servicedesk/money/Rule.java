package io.hearthwatch.servicedesk.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * What is paid for an item; see {@code service.settlement_rule}. {@code *} stands for every kind of work, type or grade.
 *
 * @param id null before it is stored
 * @param amount per unit, or null where it is per cent of a part's price
 * @param currency of the amount, or null
 * @param percent of the part's price, or null
 * @param most visits that are paid at most, or null
 * @param leastMinutes that the work takes at least, or null
 * @param validTo last day, or null
 */
record Rule(
        Long id,
        String item,
        String kind,
        String type,
        String grade,
        BigDecimal amount,
        String currency,
        BigDecimal percent,
        Integer most,
        Integer leastMinutes,
        BigDecimal freeKm,
        BigDecimal usualKm,
        BigDecimal mostKm,
        LocalDate validFrom,
        LocalDate validTo) {
    private static final String ALL = "*";

    boolean covers(String wanted, Job job) {
        return item.equals(wanted)
                && is(kind, job.kind())
                && is(type, job.type())
                && is(grade, job.grade())
                && !validFrom.isAfter(job.doneOn())
                && (validTo == null || !validTo.isBefore(job.doneOn()));
    }

    private static boolean is(String said, String value) {
        return said.equals(ALL) || said.equals(value);
    }

    /** The more of it is said, the more particular it is: the kind of work counts most, then the type, then the grade. */
    int particular() {
        return (kind.equals(ALL) ? 0 : 4) + (type.equals(ALL) ? 0 : 2) + (grade.equals(ALL) ? 0 : 1);
    }

    /** What it pays for so many units of a price; the price counts for per cent only. */
    BigDecimal pay(BigDecimal units, BigDecimal price) {
        BigDecimal one = percent == null ? amount : price.multiply(percent).movePointLeft(2);
        return one.multiply(units).setScale(2, RoundingMode.HALF_UP);
    }

    /** The currency of what it pays. */
    String currency(String ofPrice) {
        return percent == null ? currency : ofPrice;
    }
}
