package io.hearthwatch.console;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Scores of a sample: one appliance with all there is to show, a strange one, others never scored. */
final class SampleScores implements Scores {
    private final Map<Integer, List<Score>> scores = new ConcurrentHashMap<>();
    private final Map<Integer, List<Life>> lives = new ConcurrentHashMap<>();
    private final Map<Integer, Strange> strange = new ConcurrentHashMap<>();

    void fill(List<Appliance> appliances) {
        scores.put(
                appliances.get(0).no(),
                List.of(
                        learnt("drain_pump", "drain pump", "排水泵", 83, 0.83, 0.91, 0.97),
                        learnt("drum_bearing", "drum bearing", "滚筒轴承", 31, 0.31, 0.38, 0.55),
                        learnt("door_lock", "door lock", "门锁", 4, 0.04, 0.06, 0.12),
                        new Score(
                                "control_board",
                                new Text(
                                        "Too few failures of the control board are known to predict one; in the whole fleet about"
                                                + " 0.04 % fail within 24 hours",
                                        "控制板的已知故障太少，无法单独预测；就全部同类家电而言，24小时内发生故障的约占0.04%"),
                                OptionalDouble.of(0.0004),
                                "prior",
                                horizons("prior", 0.0004, 0.003, 0.012),
                                SampleHouse.NOW),
                        new Score(
                                "motor",
                                new Text("Too little data to say how likely the motor is to fail", "数据太少，无法给出电机的故障概率"),
                                OptionalDouble.empty(),
                                "too_little_data",
                                horizons("too_little_data", Double.NaN, Double.NaN, Double.NaN),
                                SampleHouse.NOW)));
        lives.put(
                appliances.get(0).no(),
                List.of(
                        new Life("drain_pump", 40.2, 25.1, 60.4, false, SampleHouse.NOW),
                        new Life("drum_bearing", 1900, 1500, 2400, true, SampleHouse.NOW)));
        strange.put(
                appliances.get(0).no(),
                new Strange(
                        appliances.get(0).no(),
                        1.7,
                        SampleHouse.NOW,
                        new Text(
                                "Drain time 78 s, its own 30 days before 39.5 to 42.5 s, others of WM-8014 38 to 46 s",
                                "排水时间78 s，自身前30天为39.5至42.5 s，同型号（WM-8014）为38至46 s")));
        strange.put(
                appliances.get(1).no(), new Strange(appliances.get(1).no(), 0.4, SampleHouse.NOW, new Text("", "")));
    }

    private static Score learnt(String id, String en, String zh, int percent, double... probabilities) {
        return new Score(
                id,
                new Text(
                        percent + " % likely that the " + en + " fails within 24 hours",
                        zh + "在24小时内发生故障的可能性为" + percent + "%"),
                OptionalDouble.of(probabilities[0]),
                "model",
                horizons("model", probabilities),
                SampleHouse.NOW);
    }

    private static List<ByHorizon> horizons(String basis, double... probabilities) {
        return List.of(
                horizon(24, probabilities[0], basis),
                horizon(168, probabilities[1], basis),
                horizon(720, probabilities[2], basis));
    }

    private static ByHorizon horizon(int hours, double probability, String basis) {
        return new ByHorizon(
                Duration.ofHours(hours),
                Double.isNaN(probability) ? OptionalDouble.empty() : OptionalDouble.of(probability),
                basis);
    }

    @Override
    public List<Life> lives(int applianceNo) {
        return lives.getOrDefault(applianceNo, List.of());
    }

    @Override
    public Map<Integer, List<Score>> of(Collection<Appliance> appliances) {
        return appliances.stream()
                .filter(appliance -> scores.containsKey(appliance.no()))
                .collect(Collectors.toMap(Appliance::no, appliance -> scores.get(appliance.no())));
    }

    @Override
    public Map<Integer, Strange> strangeness(Collection<Integer> applianceNos) {
        return strange.entrySet().stream()
                .filter(entry -> applianceNos.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public List<Strange> strange(String type, int limit) {
        return strange.values().stream().filter(one -> one.score() >= 1).toList();
    }

    @Override
    public List<Why> why(Appliance appliance) {
        if (!scores.containsKey(appliance.no())) {
            return List.of();
        }
        return List.of(
                new Why(
                        "drain_pump",
                        "washing_machine-20261101T0000",
                        SampleHouse.NOW,
                        Duration.ZERO,
                        Duration.ofHours(24),
                        0.83,
                        -4.21,
                        List.of(
                                new Moved(
                                        new Text(
                                                "Drain time 78 s, usually 39.5 to 46.2 s, rising for 14 days",
                                                "排水时间78 s，平时39.5至46.2 s，已持续上升14天"),
                                        3.62),
                                new Moved(
                                        new Text(
                                                "E18 (drain blocked) 4 times in 30 days, last 20 hours ago",
                                                "E18（排水堵塞）30天内4次，最近一次20小时前"),
                                        1.48),
                                new Moved(
                                        new Text("Drain pump in use for 1903 days, never replaced", "排水泵已使用1903天，从未更换"),
                                        0.71),
                                new Moved(
                                        new Text(
                                                "Motor temperature 48 °C, usually 47.1 to 49 °C",
                                                "电机温度48 °C，平时47.1至49 °C"),
                                        -0.22)),
                        0.20561),
                new Why(
                        "drum_bearing",
                        "washing_machine-20261101T0000",
                        SampleHouse.NOW,
                        Duration.ZERO,
                        Duration.ofHours(24),
                        0.31,
                        -3.1,
                        List.of(new Moved(new Text("Drum vibration 4.1 mm/s", "滚筒振动4.1 mm/s"), 2.3)),
                        0));
    }
}
