package io.hearthwatch.servicedesk.money;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What an accepted job is worth by the rules and its own evidence, before anybody claims anything; knows nothing of databases. What is not
 * paid is a line of nothing with the reason, so that the centre sees why. Distance is never assumed: it takes a claim.
 */
final class Assessment {
    static final String LABOUR = "labour";
    static final String TRAVEL = "travel";
    static final String DISTANCE = "travel_km";
    static final String PART = "part";
    static final String HANDLING = "part_handling";

    private final Job job;
    private final Rules rules;
    private final List<Line> lines = new ArrayList<>();

    private Assessment(Job job, Rules rules) {
        this.job = job;
        this.rules = rules;
    }

    /** The lines of a job; none if no rule says anything about it. */
    static List<Line> of(Job job, Rules rules) {
        Assessment assessment = new Assessment(job, rules);
        assessment.labour();
        assessment.travel();
        job.parts().forEach(assessment::part);
        assessment.incentives();
        return List.copyOf(assessment.lines);
    }

    /** Why nothing is paid for work and travel, whatever it was; nothing where it is. */
    static Optional<Finding> refusal(Job job) {
        if (job.customerPays()) {
            return Optional.of(Findings.customerPays(job.why()));
        }
        if (job.repeatsOwn()) {
            return Optional.of(Findings.repeatRepair(job.repeats()));
        }
        if (job.visitKind() && job.signedAt() == null) {
            return Optional.of(Findings.noRecordSheet());
        }
        return Optional.empty();
    }

    private List<Finding> noted() {
        List<Finding> findings = new ArrayList<>();
        if (job.repeats() != null && !job.repeatsOwn() && !job.customerPays()) {
            findings.add(Findings.repeatOfAnother(job.repeats(), job.repeatsCentre()));
        }
        return findings;
    }

    private void labour() {
        rules.of(LABOUR, job).ifPresent(rule -> {
            List<Finding> findings = noted();
            Optional<Finding> refused = refusal(job).or(() -> tooShort(rule));
            if (refused.isEmpty() && job.visitKind() && job.visits().isEmpty() && !"workshop".equals(job.way())) {
                refused = Optional.of(Findings.noVisit());
            }
            refused.ifPresent(findings::add);
            BigDecimal amount = refused.isPresent() ? BigDecimal.ZERO : rule.pay(BigDecimal.ONE, null);
            add(rule, null, BigDecimal.ONE, amount, rule.currency(), findings, work());
        });
    }

    private Optional<Finding> tooShort(Rule rule) {
        Duration onSite = job.onSite();
        return rule.leastMinutes() != null
                        && onSite != null
                        && onSite.compareTo(Duration.ofMinutes(rule.leastMinutes())) < 0
                ? Optional.of(Findings.tooShort(onSite.toMinutes(), rule.leastMinutes()))
                : Optional.empty();
    }

    private void travel() {
        if (job.visits().isEmpty()) {
            return;
        }
        rules.of(TRAVEL, job).ifPresent(rule -> {
            List<Finding> findings = noted();
            Optional<Finding> refused = refusal(job);
            refused.ifPresent(findings::add);
            int paid = rule.most() == null ? job.firstVisits() : Math.min(rule.most(), job.firstVisits());
            if (paid < job.firstVisits()) {
                findings.add(Findings.moreVisitsThanPaid(job.firstVisits(), rule.most()));
            }
            if (job.laterVisits() > 0) {
                findings.add(Findings.laterVisits(job.laterVisits()));
            }
            BigDecimal visits = BigDecimal.valueOf(paid);
            BigDecimal amount = refused.isPresent() ? BigDecimal.ZERO : rule.pay(visits, null);
            add(rule, null, visits, amount, rule.currency(), findings, work());
        });
    }

    private void part(Job.Part part) {
        for (String item : List.of(PART, HANDLING)) {
            boolean ownOnly = item.equals(PART);
            rules.of(item, job).filter(rule -> !(ownOnly && part.ours())).ifPresent(rule -> {
                Optional<Finding> refused = refusal(part, rule);
                List<Finding> findings = noted();
                refused.ifPresent(findings::add);
                BigDecimal units = BigDecimal.valueOf(part.quantity());
                BigDecimal amount = refused.isPresent() ? BigDecimal.ZERO : rule.pay(units, part.price());
                String currency = rule.currency(part.currency());
                if (currency != null) {
                    add(rule, part.id(), units, amount, currency, findings, evidence(part));
                }
            });
        }
    }

    private Optional<Finding> refusal(Job.Part part, Rule rule) {
        if ("customer".equals(part.payer())) {
            return Optional.of(Findings.customerPays(null));
        }
        if (job.repeatsOwn()) {
            return Optional.of(Findings.repeatRepair(job.repeats()));
        }
        if (part.round() > job.firstRound()) {
            return Optional.of(Findings.repeatRepair(job.number()));
        }
        if (part.before() != null) {
            return Optional.of(Findings.serialClaimedBefore(part.faultySerial(), part.before()));
        }
        if (part.serialNeeded() && part.faultySerial() == null) {
            return Optional.of(Findings.noFaultySerial());
        }
        if (part.returnNeeded() && !part.returned()) {
            return Optional.of(Findings.oldPartNotReturned());
        }
        return rule.percent() != null && part.price() == null
                ? Optional.of(Findings.noPrice(part.part()))
                : Optional.empty();
    }

    private void incentives() {
        BiConsumer<String, Finding> once = (item, finding) -> incentive(item, 1, finding);
        if (job.promises().broken() > 0) {
            incentive("late", job.promises().broken(), Findings.promise(false));
        } else if (job.promises().kept() > 0) {
            once.accept("on_time", Findings.promise(true));
        }
        if (job.delighted()) {
            once.accept("delighted", Findings.delighted());
        }
        if (!job.outOfStandard().isEmpty()) {
            incentive("out_of_standard", job.outOfStandard().size(), Findings.outOfStandard(job.undone()));
        }
    }

    private void incentive(String item, int count, Finding finding) {
        boolean taken = item.equals("late") || item.equals("out_of_standard");
        rules.of(item, job).ifPresent(rule -> {
            BigDecimal units = BigDecimal.valueOf(count);
            BigDecimal amount = rule.pay(units, null);
            add(rule, null, units, taken ? amount.negate() : amount, rule.currency(), List.of(finding), work());
        });
    }

    private void add(
            Rule rule,
            Long partLine,
            BigDecimal quantity,
            BigDecimal amount,
            String currency,
            List<Finding> findings,
            Map<String, Object> evidence) {
        Verdict verdict = amount.signum() == 0 ? Verdict.REFUSED : Verdict.ACCEPTED;
        lines.add(new Line(rule.item(), partLine, quantity, amount, currency, rule.id(), verdict, findings, evidence));
    }

    private Map<String, Object> work() {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("reviewed_at", job.reviewedAt().toString());
        evidence.put("reviewed_by", job.reviewedBy());
        evidence.put("signed_at", job.signedAt() == null ? null : job.signedAt().toString());
        evidence.put("done_on", job.doneOn().toString());
        evidence.put(
                "visits",
                job.visits().stream()
                        .map(visit ->
                                Map.of("arrived_at", visit.arrivedAt().toString(), "technician", visit.technician()))
                        .toList());
        return evidence;
    }

    private static Map<String, Object> evidence(Job.Part part) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("part", part.part());
        evidence.put("price", part.price());
        evidence.put("faulty_serial", part.faultySerial());
        evidence.put("new_serial", part.newSerial());
        evidence.put("from_maker", part.ours());
        evidence.put("returned", part.returned());
        return evidence;
    }
}
