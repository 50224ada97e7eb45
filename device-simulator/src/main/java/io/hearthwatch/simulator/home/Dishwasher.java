package io.hearthwatch.simulator.home;

import static io.hearthwatch.simulator.home.Behaviour.Drift.drift;
import static io.hearthwatch.simulator.home.Behaviour.Nuisance.nuisance;
import static io.hearthwatch.simulator.home.Behaviour.Sign.code;
import static io.hearthwatch.simulator.home.Behaviour.Signal.held;
import static io.hearthwatch.simulator.home.Behaviour.Signal.level;
import static io.hearthwatch.simulator.home.Behaviour.Signal.nowAndThen;
import static io.hearthwatch.simulator.home.Behaviour.Signal.state;
import static io.hearthwatch.simulator.home.Behaviour.Signal.total;
import static io.hearthwatch.simulator.home.Behaviour.Wear.wear;

import io.hearthwatch.simulator.home.Behaviour.Habit;
import java.util.List;

/** A dishwasher: a cycle after breakfast or after dinner. */
final class Dishwasher {
    private Dishwasher() {}

    static Behaviour behaviour() {
        return new Behaviour(
                "dishwasher",
                "dw",
                Habit.cycles(0.02, 0.10, 0.28, 1.3),
                List.of(
                        level("water_temperature", 21, 52, 5.0),
                        held("heating_rate", 2.2, 0.13),
                        held("fill_time", 72, 7),
                        held("drain_time", 34, 3.5),
                        held("wash_pump_current", 0.62, 0.04),
                        held("spray_pressure", 25, 1.4),
                        held("turbidity", 420, 110),
                        held("clear_turbidity", 12, 2.5),
                        held("water_hardness", 3.0, 0.6),
                        held("dry_humidity", 29, 3.0),
                        held("lid_time", 380, 40),
                        held("lock_time", 270, 28),
                        level("leak_moisture", 6, 8, 2.0),
                        level("wifi_signal", -57, -57, 4),
                        total("energy", 1, 480),
                        total("water_used", 0, 7),
                        total("cycles", 0, 0.6),
                        state("programme"),
                        nowAndThen("door_open", 0.08)),
                List.of(
                        wear(
                                "wash_pump",
                                290,
                                13,
                                List.of(drift("wash_pump_current", 0.3), drift("spray_pressure", -9)),
                                code("D04", 0.8),
                                code("D05", 0.4),
                                code("D11", 0.04)),
                        wear("drain_pump", 250, 10, List.of(drift("drain_time", 24)), code("D02", 1.1)),
                        wear(
                                "heater",
                                260,
                                11,
                                List.of(drift("heating_rate", -0.9), drift("dry_humidity", 6)),
                                code("D03", 0.9),
                                code("D12", 0.05)),
                        wear(
                                "inlet_valve",
                                270,
                                10,
                                List.of(drift("fill_time", 52)),
                                code("D01", 1.0),
                                code("D11", 0.04)),
                        wear("water_softener", 260, 14, List.of(drift("water_hardness", 7)), code("D06", 0.8)),
                        wear("dispenser", 240, 9, List.of(drift("lid_time", 480)), code("D07", 1.1)),
                        wear("door_lock", 240, 8, List.of(drift("lock_time", 320)), code("D08", 1.1)),
                        wear("turbidity_sensor", 250, 10, List.of(drift("clear_turbidity", 32)), code("D09", 1.0)),
                        wear("drying_fan", 250, 10, List.of(drift("dry_humidity", 24)), code("D10", 0.9)),
                        wear(
                                        "control_board",
                                        280,
                                        8,
                                        List.of(drift("wash_pump_current", 0.06)),
                                        code("S01", 1.2),
                                        code("D05", 0.2))
                                .showing(0.65)),
                List.of(
                        nuisance("N01", 0.020, drift("wifi_signal", -16)),
                        nuisance("S02", 0.004),
                        nuisance("U01", 0.015, drift("spray_pressure", -5)),
                        nuisance("U02", 0.008, drift("wash_pump_current", 0.08), drift("leak_moisture", 9)),
                        nuisance("D02", 0.004, drift("drain_time", 12)),
                        nuisance("S01", 0.004)));
    }
}
