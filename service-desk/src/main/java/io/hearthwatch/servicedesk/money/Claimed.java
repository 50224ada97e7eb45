package io.hearthwatch.servicedesk.money;

import java.math.BigDecimal;

/**
 * A line as a centre claims it.
 *
 * @param partLine the ticket's part line, for parts
 * @param km driven for the job, for distance
 * @param amount that is asked for, or null for whatever the rules say
 * @param evidence where its proof is, such as a photo's name, or null
 */
record Claimed(String item, Long partLine, int quantity, BigDecimal km, BigDecimal amount, String evidence) {
    /** Whether it is about the same as a line of the assessment. */
    boolean about(Line line) {
        return item.equals(line.item()) && java.util.Objects.equals(partLine, line.partLine());
    }
}
