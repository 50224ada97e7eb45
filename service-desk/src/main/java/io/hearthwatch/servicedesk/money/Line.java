package io.hearthwatch.servicedesk.money;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What a job is worth for one item.
 *
 * @param partLine the ticket's part line that it is about, or null
 * @param quantity units that it counts
 * @param amount what is paid; deductions are negative
 * @param rule by which, or null
 * @param evidence what it rests on, for people to look up
 */
record Line(
        String item,
        Long partLine,
        BigDecimal quantity,
        BigDecimal amount,
        String currency,
        Long rule,
        Verdict verdict,
        List<Finding> findings,
        Map<String, Object> evidence) {
    Line {
        findings = List.copyOf(findings);
    }

    List<Map<String, Object>> words() {
        return findings.stream().map(Finding::shown).toList();
    }
}
