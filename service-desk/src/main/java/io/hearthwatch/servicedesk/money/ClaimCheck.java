package io.hearthwatch.servicedesk.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a claimed line against the ticket: what of it is paid, and why not the rest. Never more than the rules pay for what is recorded;
 * less, where less is claimed. Knows nothing of databases.
 */
final class ClaimCheck {
    private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(2);

    private final Job job;
    private final Rules rules;
    private final List<Line> entitled;

    ClaimCheck(Job job, Rules rules) {
        this.job = job;
        this.rules = rules;
        this.entitled = Assessment.of(job, rules);
    }

    /**
     * The line as it is paid.
     *
     * @param currency the claim's, for lines that nothing is paid for
     */
    Line check(Claimed claimed, String currency) {
        if (claimed.item().equals(Assessment.DISTANCE)) {
            return distance(claimed, currency);
        }
        List<Finding> findings = new ArrayList<>();
        Optional<Line> found = entitled.stream().filter(claimed::about).findFirst();
        if (found.isEmpty()) {
            findings.add(why(claimed));
            return line(claimed, NOTHING, claimed.amount(), currency, null, findings, Map.of());
        }
        Line line = found.get();
        findings.addAll(line.findings());
        BigDecimal allowed = line.amount();
        int recorded = line.quantity().intValue();
        if (claimed.item().equals(Assessment.TRAVEL)
                && claimed.quantity() > job.visits().size()) {
            findings.add(
                    Findings.visitsNotRecorded(claimed.quantity(), job.visits().size()));
        } else if (claimed.partLine() != null && claimed.quantity() > recorded) {
            findings.add(Findings.quantityNotRecorded(claimed.quantity(), recorded));
        } else if (claimed.quantity() < recorded) {
            allowed = allowed.multiply(BigDecimal.valueOf(claimed.quantity()))
                    .divide(line.quantity(), 2, RoundingMode.HALF_UP);
        }
        boolean more = claimed.quantity() > recorded;
        BigDecimal asked = claimed.amount();
        if (asked != null && asked.compareTo(allowed) > 0 && allowed.signum() > 0) {
            findings.add(Findings.aboveTariff(asked, allowed, line.currency()));
        } else if (asked != null) {
            allowed = allowed.min(asked);
        } else if (more && allowed.signum() > 0) {
            // What the rules would pay for as much as is claimed.
            asked = allowed.multiply(BigDecimal.valueOf(claimed.quantity()))
                    .divide(line.quantity(), 2, RoundingMode.HALF_UP);
        }
        return line(claimed, allowed, asked, line.currency(), line.rule(), findings, line.evidence());
    }

    private Line distance(Claimed claimed, String currency) {
        List<Finding> findings = new ArrayList<>();
        Optional<Rule> found = rules.of(Assessment.DISTANCE, job);
        Optional<Finding> refused = Assessment.refusal(job);
        if (found.isEmpty() || refused.isPresent() || job.visits().isEmpty()) {
            findings.add(found.isEmpty() ? Findings.noRule(claimed.item()) : refused.orElseGet(Findings::noVisit));
            return line(claimed, NOTHING, claimed.amount(), currency, null, findings, Map.of());
        }
        Rule rule = found.get();
        BigDecimal km = claimed.km();
        BigDecimal full = rule.pay(payable(km, rule), null);
        if (claimed.evidence() == null && rule.usualKm() != null && km.compareTo(rule.usualKm()) > 0) {
            findings.add(Findings.distanceWithoutProof(km, rule.usualKm()));
            km = rule.usualKm();
        }
        BigDecimal believable = job.believableKm();
        if (believable != null && claimed.km().compareTo(believable) > 0) {
            findings.add(Findings.distanceBeyondMap(claimed.km(), believable));
            km = km.min(believable);
        }
        if (km.compareTo(rule.mostKm()) > 0) {
            findings.add(Findings.distanceTooFar(km, rule.mostKm()));
            km = rule.mostKm();
        }
        if (rule.freeKm() != null && rule.freeKm().signum() > 0) {
            findings.add(Findings.freeDistance(rule.freeKm()));
        }
        BigDecimal allowed = rule.pay(payable(km, rule), null);
        BigDecimal asked = claimed.amount() == null ? full : claimed.amount();
        if (asked.compareTo(full) > 0) {
            findings.add(Findings.aboveTariff(asked, full, rule.currency()));
        }
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("km", claimed.km());
        evidence.put("proof", claimed.evidence());
        evidence.put("believable_km", believable);
        return line(claimed, allowed.min(asked), asked, rule.currency(), rule.id(), findings, evidence);
    }

    private static BigDecimal payable(BigDecimal km, Rule rule) {
        return rule.freeKm() == null ? km : km.subtract(rule.freeKm()).max(BigDecimal.ZERO);
    }

    /** Why the rules pay nothing for it. */
    private Finding why(Claimed claimed) {
        if (claimed.partLine() != null) {
            Optional<Job.Part> part = job.parts().stream()
                    .filter(each -> each.id() == claimed.partLine())
                    .findFirst();
            if (part.isEmpty()) {
                return Findings.partNotOnTicket();
            }
            if (claimed.item().equals(Assessment.PART) && part.get().ours()) {
                return Findings.fromOurStock();
            }
            if (part.get().price() == null) {
                return Findings.noPrice(part.get().part());
            }
        }
        return claimed.item().equals(Assessment.TRAVEL) && job.visits().isEmpty()
                ? Findings.noVisit()
                : Findings.noRule(claimed.item());
    }

    private static Line line(
            Claimed claimed,
            BigDecimal allowed,
            BigDecimal asked,
            String currency,
            Long rule,
            List<Finding> findings,
            Map<String, Object> evidence) {
        boolean distance = claimed.item().equals(Assessment.DISTANCE);
        return new Line(
                claimed.item(),
                claimed.partLine(),
                distance ? claimed.km() : BigDecimal.valueOf(claimed.quantity()),
                allowed,
                currency,
                rule,
                Verdict.of(asked == null ? allowed : asked, allowed),
                findings,
                evidence);
    }
}
