package io.hearthwatch.simulator.home;

import static io.hearthwatch.simulator.home.Behaviour.Drift.drift;
import static io.hearthwatch.simulator.home.Behaviour.Nuisance.nuisance;
import static io.hearthwatch.simulator.home.Behaviour.Sign.code;
import static io.hearthwatch.simulator.home.Behaviour.Signal.held;
import static io.hearthwatch.simulator.home.Behaviour.Signal.level;
import static io.hearthwatch.simulator.home.Behaviour.Signal.state;
import static io.hearthwatch.simulator.home.Behaviour.Signal.total;
import static io.hearthwatch.simulator.home.Behaviour.Wear.wear;

import io.hearthwatch.simulator.home.Behaviour.Habit;
import java.util.List;

/** A split air conditioner: works harder in the evening when the household is at home. */
final class AirConditioner {
    private AirConditioner() {}

    static Behaviour behaviour() {
        return new Behaviour(
                "air_conditioner",
                "ac",
                Habit.always(0.25, 0.15, 0.45, 1.2),
                List.of(
                        level("room_temperature", 24.5, 23.5, 0.6).withDaily(0.8),
                        level("target_temperature", 24, 23, 0.3),
                        level("outdoor_temperature", 27, 27, 1.2).withDaily(5.0),
                        held("outlet_difference", 11.8, 0.7),
                        level("coil_temperature", 14, 9, 1.2),
                        level("discharge_temperature", 52, 74, 3.0).withDaily(3.0),
                        level("suction_pressure", 0.92, 0.86, 0.025),
                        level("compressor_current", 1.2, 5.6, 0.35),
                        level("compressor_frequency", 20, 66, 4.0),
                        level("indoor_fan_speed", 720, 1020, 35),
                        level("outdoor_fan_speed", 560, 790, 28),
                        held("filter_pressure_drop", 21, 2.5),
                        level("condensate_level", 6, 10, 1.5),
                        level("valve_error", 1.1, 1.3, 0.35),
                        level("heatsink_temperature", 36, 56, 2.5).withDaily(3.0),
                        level("wifi_signal", -57, -57, 4),
                        total("energy", 60, 900),
                        total("running_hours", 0.2, 1.0),
                        state("mode")),
                List.of(
                        wear(
                                "compressor",
                                300,
                                14,
                                List.of(drift("compressor_current", 2.4), drift("discharge_temperature", 15)),
                                code("P03", 0.7),
                                code("P02", 0.4)),
                        wear(
                                "outdoor_fan",
                                260,
                                10,
                                List.of(drift("outdoor_fan_speed", -260), drift("heatsink_temperature", 8)),
                                code("P04", 1.0),
                                code("P09", 0.2)),
                        wear(
                                "indoor_fan",
                                250,
                                10,
                                List.of(drift("indoor_fan_speed", -330), drift("outlet_difference", 2.0)),
                                code("P05", 1.0)),
                        wear(
                                "expansion_valve",
                                280,
                                11,
                                List.of(drift("valve_error", 6), drift("suction_pressure", -0.08)),
                                code("P06", 0.9),
                                code("P01", 0.2)),
                        wear("condensate_pump", 240, 9, List.of(drift("condensate_level", 24)), code("P07", 1.0)),
                        wear(
                                "air_sensor",
                                250,
                                8,
                                List.of(drift("room_temperature", 4), drift("valve_error", 1.2)),
                                code("P08", 1.1),
                                code("P06", 0.1)),
                        wear(
                                "refrigerant_circuit",
                                290,
                                15,
                                List.of(
                                        drift("suction_pressure", -0.26),
                                        drift("outlet_difference", -3.5),
                                        drift("discharge_temperature", 8)),
                                code("P01", 0.9),
                                code("P02", 0.2),
                                code("P10", 0.04)),
                        wear(
                                "inverter_board",
                                280,
                                10,
                                List.of(drift("heatsink_temperature", 19)),
                                code("P09", 0.8),
                                code("P03", 0.2),
                                code("P11", 0.04)),
                        wear(
                                        "control_board",
                                        280,
                                        8,
                                        List.of(drift("indoor_fan_speed", -40)),
                                        code("S01", 1.2),
                                        code("P08", 0.3))
                                .showing(0.65)),
                List.of(
                        nuisance("N01", 0.020, drift("wifi_signal", -16)),
                        nuisance("S02", 0.004),
                        nuisance("U01", 0.020, drift("filter_pressure_drop", 32), drift("indoor_fan_speed", -90)),
                        nuisance("U02", 0.020, drift("room_temperature", 2.5), drift("compressor_current", 1.0)),
                        nuisance("P07", 0.003, drift("condensate_level", 9)),
                        nuisance("S01", 0.004)));
    }
}
