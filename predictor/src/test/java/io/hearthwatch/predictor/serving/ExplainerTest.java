package io.hearthwatch.predictor.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Range;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.Outlook;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.CodePair;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.Basis;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What people read of a score, for every kind of feature, in both languages. */
class ExplainerTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final long NOW = Instant.parse("2026-11-20T14:00:00Z").toEpochMilli();

    private static final List<Metric> METRICS = List.of(
            new Metric(
                    "drain_time",
                    MetricKind.GAUGE,
                    "s",
                    0,
                    600,
                    List.of(),
                    new Text("Drain time", "排水时间"),
                    Optional.of(new Range(30, 60))),
            new Metric("load", MetricKind.GAUGE, "", 0, 1, List.of(), new Text("Load", "负载")),
            new Metric("energy", MetricKind.COUNTER, "Wh", 0, 1e9, List.of(), new Text("Energy used", "累计耗电量")),
            new Metric("cycles", MetricKind.COUNTER, "", 0, 1e9, List.of(), new Text("Cycles run", "累计洗涤次数")),
            new Metric(
                    "door_open", MetricKind.STATE, "", 0, 1, List.of("false", "true"), new Text("Door open", "机门打开")),
            new Metric(
                    "heating",
                    MetricKind.STATE,
                    "",
                    0,
                    1,
                    List.of("off", "on"),
                    new Text("Heating", "加热"),
                    Optional.empty(),
                    Map.of("on", new Text("on", "开"))),
            new Metric(
                    "mode",
                    MetricKind.STATE,
                    "",
                    0,
                    2,
                    List.of("standby", "eco", "boost"),
                    new Text("Mode", "运行模式"),
                    Optional.empty(),
                    Map.of(
                            "eco",
                            new Text("saving", "节能"),
                            "boost",
                            new Text("boost", "强力"),
                            "standby",
                            new Text("standby", "待机"))));

    private static final ApplianceType TYPE = type();
    private static final FeatureExtractor EXTRACTOR = new FeatureExtractor(
            new Vocabulary(
                    "washer",
                    List.of(
                            new Vocabulary.MetricName("drain_time", MetricKind.GAUGE),
                            new Vocabulary.MetricName("load", MetricKind.GAUGE),
                            new Vocabulary.MetricName("energy", MetricKind.COUNTER),
                            new Vocabulary.MetricName("cycles", MetricKind.COUNTER),
                            new Vocabulary.MetricName("door_open", MetricKind.STATE),
                            new Vocabulary.MetricName("heating", MetricKind.STATE),
                            new Vocabulary.MetricName("mode", MetricKind.STATE),
                            new Vocabulary.MetricName("gone_from_catalog", MetricKind.GAUGE),
                            new Vocabulary.MetricName("gone_state", MetricKind.STATE),
                            new Vocabulary.MetricName("drain_per_load", MetricKind.GAUGE, "drain_time / load")),
                    List.of("E18", "E21", "E30", "E99"),
                    List.of("drain_pump", "motor"),
                    List.of("WM-1", "WM-2"),
                    List.of(new CodePair(0, 1)),
                    true),
            new Horizons(Duration.ZERO, List.of(Duration.ofHours(24), Duration.ofDays(7)), 0));
    private static final Explainer EXPLAINER = new Explainer(TYPE, EXTRACTOR);

    private static ApplianceType type() {
        Map<String, Component> components = new LinkedHashMap<>();
        components.put("drain_pump", component("drain_pump", "Drain pump", "排水泵"));
        components.put("motor", component("motor", "Motor", "电机"));
        Map<String, FaultCode> faults = new LinkedHashMap<>();
        faults.put("E18", fault("E18", "Water drains too slowly", "排水过慢"));
        faults.put("E21", fault("E21", "Drum stuck", "滚筒卡住"));
        faults.put("E30", fault("E30", "Leak", "漏水"));
        return new ApplianceType("washer", new Text("Washer", "洗衣机"), METRICS, components, faults, Map.of(), Map.of());
    }

    private static Component component(String id, String en, String zh) {
        return new Component(id, new Text(en, zh), List.of(), true, 30, "any", Costs.DEFAULT);
    }

    private static FaultCode fault(String code, String en, String zh) {
        return new FaultCode(code, new Text(en, zh), FaultClass.HARDWARE, Severity.WARNING, List.of(), Text.same("看"));
    }

    private static ApplianceHistory empty(String line) {
        return new ApplianceHistory(
                1,
                "W-1",
                line,
                ApplianceHistory.UNKNOWN,
                EXTRACTOR.vocabulary().metrics().size());
    }

    /** A value for each metric of one hour. */
    private interface Values {
        float of(int metric, int hoursAgo);
    }

    private static ApplianceHistory hours(int from, int to, int step, Values values) {
        ApplianceHistory history = new ApplianceHistory(
                1,
                "W-1",
                "WM-1",
                NOW - 700 * DAY,
                EXTRACTOR.vocabulary().metrics().size());
        int size = EXTRACTOR.vocabulary().metrics().size();
        for (int h = from; h >= to; h -= step) {
            int[] count = new int[size];
            float[] mean = new float[size];
            float[] sd = new float[size];
            for (int m = 0; m < size; m++) {
                count[m] = 4;
                mean[m] = values.of(m, h);
                sd[m] = 0.1f * Math.abs(mean[m]);
            }
            history.addHour(NOW - h * HOUR, count, mean, mean, mean, sd);
        }
        return history;
    }

    /** A month of everything, the drain time rising for nine days, with faults, repairs and failures. */
    private static ApplianceHistory rich() {
        Random random = new Random(5);
        ApplianceHistory history = hours(34 * 24, 0, 1, (m, h) -> switch (m) {
            case 0 -> (float) (48 + 5 * random.nextGaussian() + Math.max(0, 9.5 - h / 24.0) * 5);
            case 1 -> (float) (0.5 + 0.1 * random.nextGaussian());
            case 4, 5 -> random.nextInt(10) == 0 ? 1 : 0;
            case 6 -> random.nextInt(3);
            case 8 -> random.nextInt(2);
            default -> (float) (100 + 10 * random.nextGaussian());
        });
        for (int[] fault : new int[][] {{60 * 24, 0}, {20 * 24, 2}, {13 * 24, 1}, {100, 3}, {50, 0}, {41, 1}, {2, 0}}) {
            history.faults().add(NOW - fault[0] * HOUR, NOW - fault[0] * HOUR, fault[1]);
        }
        for (int days : new int[] {150, 100, 50}) {
            history.repairs().add(NOW - days * DAY, NOW - days * DAY, 0);
            history.failures().add(NOW - days * DAY, NOW - days * DAY, 0);
        }
        return history;
    }

    private static Map<String, ApplianceHistory> histories() {
        Map<String, ApplianceHistory> all = new LinkedHashMap<>();
        all.put("rich", rich());
        all.put("nothing", empty(null));
        ApplianceHistory one = hours(1, 1, 1, (m, h) -> 1);
        one.faults().add(NOW - HOUR, NOW - HOUR, 0);
        one.failures().add(NOW - HOUR, NOW - HOUR, 1);
        one.repairs().add(NOW - HOUR, NOW - HOUR, 1);
        all.put("an hour", one);
        all.put("constant", hours(33 * 24, 0, 6, (m, h) -> 1));
        all.put("zero", hours(33 * 24, 0, 6, (m, h) -> 0));
        all.put("tiny", hours(33 * 24, 0, 6, (m, h) -> m > 3 && m < 7 ? 0 : (h % 5 - 2) * 1e-7f));
        all.put("huge", hours(33 * 24, 0, 6, (m, h) -> m > 3 && m < 7 ? 1 : (h % 5 - 2) * 1.5e9f));
        all.put("ended two days ago", hours(33 * 24, 50, 6, (m, h) -> m > 3 && m < 7 ? 1 : 40 + h % 7));
        all.put("begun yesterday", hours(30, 0, 1, (m, h) -> m > 3 && m < 7 ? h % 2 : 40 + h % 7));
        ApplianceHistory day = empty("WM-9");
        day.repairs().add(NOW - DAY, NOW - DAY, 0);
        day.faults().add(NOW - DAY - HOUR, NOW - DAY - HOUR, 3);
        all.put("a repair and an unknown code", day);
        return all;
    }

    @Test
    void noFeatureMakesNonsenseInEitherLanguage() {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        histories().forEach((name, history) -> {
            float[] row = EXTRACTOR.extract(history, NOW);
            for (Feature feature : EXTRACTOR.features()) {
                seen.add(feature.kind());
                check(name + " " + feature.name(), EXPLAINER.words(feature, history, NOW, row));
            }
            for (int m = 0; m < EXTRACTOR.vocabulary().metrics().size(); m++) {
                if (!Float.isNaN(row[EXTRACTOR.column(Kind.CHANGE_24H, m)])) {
                    check(name + " strange " + m, EXPLAINER.strange(m, history, NOW, row));
                }
            }
        });
        assertThat(seen).containsExactlyInAnyOrder(Kind.values());
    }

    private static void check(String what, Text words) {
        assertThat(words.en())
                .as(what)
                .isNotBlank()
                .hasSizeLessThan(160)
                .matches("[A-Z0-9gd].*[\\w.%)”/°C]")
                .doesNotContain("NaN", "null", "?", "  ", " ,", ",,", "Infinity", "()", " - ", "E-", "\n", "--")
                .doesNotContainPattern("\\b1 (minutes|hours|days|times|faults|failures|years|others)\\b")
                .doesNotContainPattern("\\p{IsHan}")
                .doesNotContainPattern("[.]\\d{8}");
        assertThat(words.zh())
                .as(what)
                .isNotBlank()
                .hasSizeLessThan(100)
                .containsPattern("\\p{IsHan}|^(gone|drain_per)_")
                .doesNotContain("NaN", "null", "?", "  ", ",", "，，", "Infinity", "（）", "\n", "--")
                .doesNotContainPattern(" (hours?|days?|times|an|of|to|in) ");
    }

    private static Text words(Kind kind, int subject, ApplianceHistory history) {
        float[] row = EXTRACTOR.extract(history, NOW);
        Feature feature = EXTRACTOR.features().get(EXTRACTOR.column(kind, subject));
        return EXPLAINER.words(feature, history, NOW, row);
    }

    @Test
    void aMetricIsToldWithItsUnitWhatIsUsualAndSinceWhenItRises() {
        Text words = words(Kind.MEAN_24H, 0, rich());
        assertThat(words.en())
                .matches("Drain time 9\\d(\\.\\d)? s, usually [\\d.]+ to [\\d.]+ s, rising for (9|10) days");
        assertThat(words.zh()).matches("排水时间9\\d(\\.\\d)? s，平时[\\d.]+至[\\d.]+ s，已持续上升(9|10)天");
        assertThat(words(Kind.TREND_7D, 1, rich()).en()).doesNotContain("rising for", "falling for");
    }

    @Test
    void whereTheOwnPastSaysNothingTheCatalogsNormalRangeStands() {
        ApplianceHistory one = hours(1, 1, 1, (m, h) -> 94);
        assertThat(words(Kind.MEAN_24H, 0, one))
                .isEqualTo(new Text("Drain time 94 s, normally 30 to 60 s", "排水时间94 s，正常范围30至60 s"));
        assertThat(words(Kind.MEAN_24H, 1, one)).isEqualTo(new Text("Load 94", "负载94"));
    }

    @Test
    void nothingImpossibleIsUsual() {
        ApplianceHistory spiky = hours(33 * 24, 0, 6, (m, h) -> h % 10 == 0 ? 100 : 0);
        assertThat(words(Kind.MEAN_24H, 0, spiky).en())
                .contains("usually 0 to ")
                .doesNotContain("-");
    }

    @Test
    void countersAreToldByTheirGrowth() {
        assertThat(words(Kind.MEAN_7D, 2, rich()).en())
                .matches("Energy used [\\d.]+ Wh an hour over 7 days, usually .* Wh");
        assertThat(words(Kind.MEAN_7D, 2, rich()).zh()).matches("累计耗电量每小时增加[\\d.]+ Wh（7天平均），平时.*");
        assertThat(words(Kind.USAGE_24H, 3, rich()).en())
                .matches("Cycles run \\d+ in 24 hours, [\\d.]+ a day over 28 days");
    }

    @Test
    void statesAreToldByTheNamesOfTheirValues() {
        ApplianceHistory saving = hours(33 * 24, 0, 6, (m, h) -> 1);
        assertThat(words(Kind.MEAN_24H, 6, saving))
                .isEqualTo(new Text("Mode “saving” throughout the last 24 hours", "运行模式最近24小时一直为“节能”"));
        assertThat(words(Kind.MEAN_24H, 5, saving).zh()).isEqualTo("加热“开”占最近24小时读数的100%，平时约100%");
        assertThat(words(Kind.MEAN_24H, 4, rich()).en())
                .matches("Door open in [\\d.]+ % of the last day's readings, usually [\\d.]+ % to [\\d.]+ %");
    }

    @Test
    void countedFaultsAreNamedTheMostRecentFirst() {
        Text words = words(Kind.FAULTS_30D, 0, rich());
        assertThat(words.en())
                .isEqualTo("6 faults in 30 days: E18 (water drains too slowly), E21 (drum stuck), E99 and 1 other");
        assertThat(words.zh()).isEqualTo("30天内出现6次故障：E18（排水过慢）、E21（滚筒卡住）、E99及其他1种");
        assertThat(words(Kind.DISTINCT_CODES_24H, 0, rich()).en())
                .isEqualTo("1 fault in 24 hours: E18 (water drains too slowly)");
        assertThat(words(Kind.FAULTS_7D, 0, empty(null)).en()).isEqualTo("No fault code in 7 days");
    }

    @Test
    void reasonsAndTheRestAddUpToWhatMovedTheScore() {
        ApplianceHistory history = rich();
        double[] contributions = new double[EXTRACTOR.size() + 1];
        Random random = new Random(1);
        for (int i = 0; i < contributions.length; i++) {
            contributions[i] = random.nextGaussian() / 10;
        }
        int drain = EXTRACTOR.column(Kind.MEAN_24H, 0);
        contributions[drain] = 5;
        contributions[EXTRACTOR.column(Kind.CODE_COUNT_7D, 0)] = -4;
        var reasons = EXPLAINER.moved(contributions, history, NOW, EXTRACTOR.extract(history, NOW), 6);
        assertThat(reasons).hasSize(6);
        assertThat(reasons.get(0).words().en()).startsWith("Drain time");
        assertThat(reasons.get(1).contribution()).isNegative();
        assertThat(reasons.get(1).words().en()).startsWith("E18");
        assertThat(new TreeSet<>(reasons.stream().map(r -> r.words().en()).toList()))
                .as("no subject twice")
                .hasSize(6);
    }

    @Test
    void theHeadlineSaysWhatItRestsOn() {
        Text pump = new Text("Drain pump", "排水泵");
        assertThat(Headlines.of(pump, outlook(Basis.MODEL, 0.62, Duration.ZERO)))
                .isEqualTo(new Text("62 % likely that the drain pump fails within 7 days", "排水泵在7天内发生故障的可能性为62%"));
        assertThat(Headlines.of(pump, outlook(Basis.MODEL, 0.62, Duration.ofHours(24)))
                        .en())
                .isEqualTo("62 % likely that the drain pump fails between 24 hours and 7 days from now");
        Text prior = Headlines.of(pump, outlook(Basis.PRIOR, 0.0042, Duration.ZERO));
        assertThat(prior.en())
                .isEqualTo(
                        "Too few failures of the drain pump are known to predict one; in the whole fleet about 0.42 % fail"
                                + " within 7 days");
        assertThat(prior.zh()).isEqualTo("排水泵的已知故障太少，无法单独预测；就全部同类家电而言，7天内发生故障的约占0.42%");
        Text none = Headlines.of(pump, outlook(Basis.TOO_LITTLE_DATA, Double.NaN, Duration.ZERO));
        assertThat(none)
                .isEqualTo(
                        new Text("Too little data to say how likely the drain pump is to fail", "数据太少，无法给出排水泵的故障概率"));
        for (double p : new double[] {0, 1e-9, 0.003, 0.5, 0.9999, 1}) {
            for (Basis basis : Basis.values()) {
                check(basis + " " + p, Headlines.of(pump, outlook(basis, p, Duration.ZERO)));
            }
        }
    }

    private static Outlook outlook(Basis basis, double probability, Duration lead) {
        return new Outlook(
                1,
                "drain_pump",
                "m",
                Instant.ofEpochMilli(NOW),
                lead,
                Duration.ofDays(7),
                probability,
                basis,
                List.of());
    }
}
