package io.hearthwatch.servicedesk.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What jobs are worth by rules and evidence, and what becomes of claims; each figure can be worked out by hand. */
class AssessmentTest {
    private static Double roadKm;

    @AfterEach
    void forgetThePlace() {
        roadKm = null;
    }

    private static final Instant ARRIVED = Instant.parse("2026-11-10T08:00:00Z");
    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 1);
    private static final Job.Part PUMP = part("F-1", true, false, false, false, null);

    private final List<Rule> rules = new ArrayList<>(List.of(
            rule("labour", "60"),
            rule("travel", "20"),
            percent("part_handling", "10"),
            percent("part", "100"),
            rule("on_time", "5"),
            rule("late", "10"),
            rule("out_of_standard", "3"),
            rule("delighted", "4")));

    private static Rule rule(String item, String amount) {
        return rule(item, "*", "*", "*", amount, JANUARY, null);
    }

    private static Rule rule(
            String item, String kind, String type, String grade, String amount, LocalDate from, LocalDate to) {
        Integer most = item.equals("travel") ? 1 : null;
        Integer least = item.equals("labour") ? 10 : null;
        return new Rule(
                1L,
                item,
                kind,
                type,
                grade,
                new BigDecimal(amount),
                "CNY",
                null,
                most,
                least,
                null,
                null,
                null,
                from,
                to);
    }

    private static Rule percent(String item, String percent) {
        return new Rule(
                1L,
                item,
                "*",
                "*",
                "*",
                null,
                null,
                new BigDecimal(percent),
                null,
                null,
                null,
                null,
                null,
                JANUARY,
                null);
    }

    private static Rule kilometres() {
        return new Rule(
                1L,
                "travel_km",
                "*",
                "*",
                "*",
                new BigDecimal("0.50"),
                "CNY",
                null,
                null,
                null,
                new BigDecimal("10"),
                new BigDecimal("30"),
                new BigDecimal("80"),
                JANUARY,
                null);
    }

    private static Job.Part part(
            String serial, boolean ours, boolean serialNeeded, boolean returnNeeded, boolean returned, String before) {
        return new Job.Part(
                7,
                0,
                "DP-1",
                1,
                serial,
                "N-1",
                "warranty",
                new BigDecimal("45.50"),
                "CNY",
                ours,
                serialNeeded,
                returnNeeded,
                returned,
                before);
    }

    private static Job job(
            String payer,
            String repeats,
            String repeatsCentre,
            int minutes,
            Job.Promises promises,
            List<String> undone,
            List<Integer> visitRounds,
            List<Job.Part> parts) {
        return new Job(
                1,
                "HW-000001",
                "repair",
                "washer",
                "A",
                "senior",
                visitRounds.stream().mapToInt(Integer::intValue).max().orElse(0),
                LocalDate.of(2026, 11, 10),
                ARRIVED.plusSeconds(86_400),
                "Wang",
                true,
                "home",
                payer,
                "because",
                repeats,
                repeatsCentre,
                ARRIVED.plusSeconds(60L * minutes),
                false,
                undone,
                undone.isEmpty() ? null : new Text(String.join(", ", undone), String.join("、", undone)),
                promises,
                visitRounds.stream()
                        .map(round -> new Job.Visit(round, "Li", ARRIVED))
                        .toList(),
                roadKm,
                parts);
    }

    private static Job plain(Job.Part... parts) {
        return job("warranty", null, null, 40, new Job.Promises(0, 0), List.of(), List.of(0), List.of(parts));
    }

    private List<String> worth(Job job) {
        return Assessment.of(job, new Rules(rules)).stream()
                .map(line -> line.item() + " " + line.amount()
                        + line.findings().stream()
                                .map(found -> " " + found.code())
                                .reduce("", String::concat))
                .toList();
    }

    private Line check(Job job, Claimed claimed) {
        return new ClaimCheck(job, new Rules(rules)).check(claimed, "CNY");
    }

    private static Claimed claimed(String item, int quantity, String amount) {
        Long line = item.startsWith("part") ? 7L : null;
        return new Claimed(item, line, quantity, null, amount == null ? null : new BigDecimal(amount), null);
    }

    @Test
    void plainJobIsPaidByTheRules() {
        assertThat(worth(plain(PUMP))).containsExactly("labour 60.00", "travel 20.00", "part_handling 4.55");
    }

    @Test
    void partOfTheCentresOwnIsPaidAndHandled() {
        assertThat(worth(plain(part("F-1", false, false, false, false, null))))
                .contains("part 45.50", "part_handling 4.55");
    }

    @Test
    void mostParticularRuleOfTheDayCounts() {
        rules.add(rule("labour", "*", "washer", "senior", "90", JANUARY, null));
        rules.add(rule("labour", "repair", "*", "*", "70", JANUARY, LocalDate.of(2026, 10, 31)));
        assertThat(worth(plain())).contains("labour 90.00");
        rules.add(rule("labour", "repair", "*", "*", "75", LocalDate.of(2026, 11, 1), null));
        assertThat(worth(plain())).contains("labour 75.00");
        rules.add(rule("labour", "repair", "*", "*", "80", LocalDate.of(2026, 11, 10), null));
        assertThat(worth(plain())).contains("labour 80.00");
        rules.add(rule("labour", "repair", "*", "*", "99", LocalDate.of(2026, 11, 11), null));
        assertThat(worth(plain())).contains("labour 80.00");
    }

    @Test
    void workThatCustomersPayForIsNotPaidTwice() {
        Job.Part paid = new Job.Part(
                9, 0, "DP-1", 1, "F-3", "N-3", "customer", BigDecimal.TEN, "CNY", true, false, false, false, null);
        // The pump is under its own component's guarantee, whoever pays for the rest.
        assertThat(worth(job(
                        "customer",
                        null,
                        null,
                        40,
                        new Job.Promises(0, 0),
                        List.of(),
                        List.of(0),
                        List.of(paid, PUMP))))
                .containsExactly(
                        "labour 0 customer_pays",
                        "travel 0 customer_pays",
                        "part_handling 0 customer_pays",
                        "part_handling 4.55");
    }

    @Test
    void repeatRepairIsNotPaidUnlessTheEarlierWasAnothers() {
        Job.Promises none = new Job.Promises(0, 0);
        assertThat(worth(job("repair_guarantee", "HW-9", "A", 40, none, List.of(), List.of(0), List.of(PUMP))))
                .containsExactly("labour 0 repeat_repair", "travel 0 repeat_repair", "part_handling 0 repeat_repair");
        assertThat(worth(job("repair_guarantee", "HW-9", "B", 40, none, List.of(), List.of(0), List.of())))
                .containsExactly("labour 60.00 repeat_of_another", "travel 20.00 repeat_of_another");
    }

    @Test
    void visitsAndPartsAfterAReopeningAreNotPaid() {
        Job.Part later = new Job.Part(
                8,
                1,
                "DP-1",
                1,
                "F-2",
                "N-2",
                "repair_guarantee",
                BigDecimal.TEN,
                "CNY",
                true,
                false,
                false,
                false,
                null);
        assertThat(worth(job(
                        "warranty",
                        null,
                        null,
                        40,
                        new Job.Promises(0, 0),
                        List.of(),
                        List.of(0, 0, 1),
                        List.of(PUMP, later))))
                .containsExactly(
                        "labour 60.00",
                        "travel 20.00 more_visits_than_paid repeat_visits",
                        "part_handling 4.55",
                        "part_handling 0 repeat_repair");
    }

    @Test
    void workThatWasTooShortIsNotPaid() {
        assertThat(worth(job("warranty", null, null, 9, new Job.Promises(0, 0), List.of(), List.of(0), List.of())))
                .containsExactly("labour 0 too_short", "travel 20.00");
    }

    @Test
    void promisesAndStandardCount() {
        assertThat(worth(job(
                        "warranty",
                        null,
                        null,
                        40,
                        new Job.Promises(3, 0),
                        List.of("cleaned_up"),
                        List.of(0),
                        List.of())))
                .contains("on_time 5.00 promises_kept", "out_of_standard -3.00 out_of_standard");
        assertThat(worth(job("warranty", null, null, 40, new Job.Promises(3, 2), List.of(), List.of(0), List.of())))
                .contains("late -20.00 promise_broken")
                .noneMatch(line -> line.startsWith("on_time"));
    }

    @Test
    void faultyPartIsNamedComesBackAndIsClaimedOnce() {
        assertThat(worth(plain(part(null, true, true, false, false, null))))
                .contains("part_handling 0 no_faulty_serial");
        assertThat(worth(plain(part("F-1", true, true, true, false, null))))
                .contains("part_handling 0 old_part_not_returned");
        assertThat(worth(plain(part("F-1", true, true, true, true, null)))).contains("part_handling 4.55");
        assertThat(worth(plain(part("F-1", true, true, true, true, "HW-3"))))
                .contains("part_handling 0 serial_claimed_before");
    }

    @Test
    void claimGetsAtMostWhatTheEvidenceGivesAndNotMoreThanItAsks() {
        assertThat(check(plain(), claimed("labour", 1, "60")).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(check(plain(), claimed("labour", 1, "55")).amount()).isEqualByComparingTo("55");
        Line cut = check(plain(), claimed("labour", 1, "60.01"));
        assertThat(cut.verdict()).isEqualTo(Verdict.CUT);
        assertThat(cut.amount()).isEqualByComparingTo("60");
        Line twice = check(plain(), claimed("travel", 2, null));
        assertThat(twice.verdict()).isEqualTo(Verdict.CUT);
        assertThat(twice.findings()).extracting(Finding::code).containsExactly("visits_not_recorded");
        Line three = check(plain(PUMP), claimed("part_handling", 3, null));
        assertThat(three.verdict()).isEqualTo(Verdict.CUT);
        assertThat(three.amount()).isEqualByComparingTo("4.55");
        Line ours = check(plain(PUMP), claimed("part", 1, "45.50"));
        assertThat(ours.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(ours.findings()).extracting(Finding::code).containsExactly("from_our_stock");
    }

    @Test
    void distanceIsPaidAsFarAsItIsProved() {
        assertThat(check(plain(), distance("25", null)).findings())
                .extracting(Finding::code)
                .containsExactly("no_rule");
        rules.add(kilometres());
        // The first 10 of each are free, the others half a yuan.
        assertThat(check(plain(), distance("25", null)).amount()).isEqualByComparingTo("7.50");
        Line unproved = check(plain(), distance("60", null));
        assertThat(unproved.amount()).isEqualByComparingTo("10");
        assertThat(unproved.verdict()).isEqualTo(Verdict.CUT);
        assertThat(check(plain(), distance("60", "odometer")).amount()).isEqualByComparingTo("25");
        assertThat(check(plain(), distance("60", "odometer")).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(check(plain(), distance("200", "odometer")).amount()).isEqualByComparingTo("35");
        assertThat(check(plain(), distance("8", "odometer")).verdict()).isEqualTo(Verdict.REFUSED);
    }

    /** Ten kilometres by road, there and back, half as much again and five: 35 can be believed, whatever the odometer says. */
    @Test
    void distanceFarBeyondTheMapIsCutToWhatCanBeBelieved() {
        rules.add(kilometres());
        roadKm = 10.0;
        Line line = check(plain(), distance("60", "odometer"));
        assertThat(line.findings()).extracting(Finding::code).contains("distance_beyond_map");
        assertThat(line.amount()).isEqualByComparingTo("12.50");
        assertThat(check(plain(), distance("34", "odometer")).verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    private static Claimed distance(String km, String proof) {
        return new Claimed("travel_km", null, 1, new BigDecimal(km), null, proof);
    }

    @Test
    void findingsAreSaidInBothLanguages() {
        Finding found = check(plain(), claimed("labour", 1, "80")).findings().get(0);
        assertThat(found.en()).isEqualTo("claimed 80 CNY, by the rules it is 60 CNY");
        assertThat(found.zh()).isEqualTo("申报 80 CNY，按结算标准为 60 CNY");
    }
}
