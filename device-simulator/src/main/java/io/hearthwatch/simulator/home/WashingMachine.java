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

/** A washing machine in a household: cycles in the morning and evening, more at the weekend. */
final class WashingMachine {
    private WashingMachine() {}

    static Behaviour behaviour() {
        return new Behaviour(
                "washing_machine",
                "wm",
                Habit.cycles(0.01, 0.12, 0.18, 1.7),
                List.of(
                        level("drum_vibration", 0.8, 5.5, 0.7),
                        level("motor_current", 0.3, 2.9, 0.25),
                        level("motor_temperature", 24, 55, 3.0).withDaily(1.5),
                        level("spin_speed", 0, 1050, 60),
                        held("belt_slip", 1.2, 0.4),
                        level("water_temperature", 19, 45, 5.0),
                        held("heating_rate", 2.05, 0.12),
                        held("drain_time", 52, 5),
                        held("fill_time", 105, 11),
                        held("level_noise", 1.8, 0.5),
                        held("lock_time", 280, 30),
                        level("wifi_signal", -56, -56, 4),
                        total("energy", 2, 420),
                        total("water_used", 0, 28),
                        total("cycles", 0, 0.6),
                        state("programme"),
                        nowAndThen("door_open", 0.12)),
                List.of(
                        wear(
                                "drain_pump",
                                250,
                                11,
                                List.of(drift("drain_time", 34), drift("motor_current", 0.4)),
                                code("E18", 1.1),
                                code("E99", 0.05)),
                        wear("inlet_valve", 270, 10, List.of(drift("fill_time", 75)), code("E10", 1.0)),
                        wear(
                                "heater",
                                260,
                                12,
                                List.of(drift("heating_rate", -0.8)),
                                code("E32", 0.9),
                                code("E34", 0.08)),
                        wear(
                                "motor",
                                300,
                                13,
                                List.of(drift("motor_current", 1.6), drift("motor_temperature", 22)),
                                code("E23", 0.7),
                                code("E21", 0.4)),
                        wear(
                                "drive_belt",
                                230,
                                9,
                                List.of(drift("belt_slip", 6), drift("spin_speed", -160)),
                                code("E27", 1.0),
                                code("E21", 0.3)),
                        wear(
                                "drum_bearing",
                                290,
                                14,
                                List.of(drift("drum_vibration", 8), drift("motor_temperature", 9)),
                                code("E25", 0.7),
                                code("E23", 0.2)),
                        wear("shock_absorber", 280, 12, List.of(drift("drum_vibration", 5)), code("E25", 0.9)),
                        wear("door_lock", 240, 8, List.of(drift("lock_time", 330)), code("E41", 1.2)),
                        wear("level_sensor", 260, 9, List.of(drift("level_noise", 7)), code("E47", 1.0)),
                        wear(
                                        "control_board",
                                        280,
                                        8,
                                        List.of(drift("level_noise", 2.5)),
                                        code("E51", 1.3),
                                        code("E47", 0.3))
                                .showing(0.65)),
                List.of(
                        nuisance("E61", 0.020, drift("wifi_signal", -16)),
                        nuisance("E53", 0.004),
                        nuisance("E71", 0.020, drift("drum_vibration", 3), drift("motor_current", 0.6)),
                        nuisance("E72", 0.012, drift("drain_time", 14)),
                        nuisance("E18", 0.004, drift("drain_time", 18)),
                        nuisance("E10", 0.004, drift("fill_time", 35))));
    }
}
