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

/** A heat-pump water heater: draws in the morning and evening. */
final class WaterHeater {
    private WaterHeater() {}

    static Behaviour behaviour() {
        return new Behaviour(
                "water_heater",
                "wh",
                Habit.always(0.15, 0.55, 0.5, 1.15),
                List.of(
                        level("tank_upper_temperature", 57, 52, 1.2),
                        level("tank_lower_temperature", 50, 36, 2.5),
                        held("outlet_temperature", 49, 0.7),
                        level("flow_rate", 0, 9, 1.0),
                        level("evaporator_temperature", 12, 7, 1.2).withDaily(1.5),
                        level("discharge_temperature", 55, 76, 2.5),
                        level("superheat", 6.4, 6.8, 0.5),
                        level("compressor_current", 0.6, 2.4, 0.15),
                        level("fan_speed", 980, 1180, 35),
                        held("upper_element_power", 4420, 60),
                        held("lower_element_power", 4420, 60),
                        held("heating_rate", 9.2, 0.6),
                        level("anode_current", 24, 24, 2.0),
                        level("sensor_difference", 0.6, 0.6, 0.18),
                        level("leak_moisture", 6, 7, 1.8),
                        level("wifi_signal", -62, -62, 4),
                        total("energy", 60, 780),
                        total("hot_water", 0, 60),
                        state("mode")),
                List.of(
                        wear(
                                "compressor",
                                300,
                                14,
                                List.of(
                                        drift("compressor_current", 1.0),
                                        drift("discharge_temperature", 14),
                                        drift("heating_rate", -1.6)),
                                code("H04", 0.7),
                                code("H03", 0.5)),
                        wear(
                                "fan_motor",
                                250,
                                10,
                                List.of(drift("fan_speed", -360), drift("evaporator_temperature", -5)),
                                code("H06", 1.0),
                                code("H05", 0.2)),
                        wear(
                                "expansion_valve",
                                280,
                                11,
                                List.of(drift("superheat", 7), drift("evaporator_temperature", -3)),
                                code("H07", 0.9),
                                code("H05", 0.2)),
                        wear(
                                "upper_element",
                                260,
                                10,
                                List.of(drift("upper_element_power", -900)),
                                code("H01", 1.0),
                                code("H13", 0.05)),
                        wear(
                                "lower_element",
                                240,
                                10,
                                List.of(drift("lower_element_power", -1000)),
                                code("H02", 1.0),
                                code("H13", 0.05)),
                        wear(
                                "anode_rod",
                                270,
                                16,
                                List.of(drift("anode_current", -17)),
                                code("H10", 0.9),
                                code("H12", 0.1)),
                        wear(
                                "tank_sensor",
                                240,
                                8,
                                List.of(drift("sensor_difference", 3.2)),
                                code("H08", 1.1),
                                code("H09", 0.05)),
                        wear("mixing_valve", 260, 10, List.of(drift("outlet_temperature", -5.5)), code("H11", 1.0)),
                        wear(
                                "relief_valve",
                                280,
                                9,
                                List.of(drift("leak_moisture", 26)),
                                code("H12", 0.9),
                                code("H09", 0.05)),
                        wear(
                                "refrigerant_circuit",
                                290,
                                15,
                                List.of(
                                        drift("heating_rate", -3.4),
                                        drift("superheat", 4),
                                        drift("compressor_current", -0.3)),
                                code("H05", 0.5),
                                code("H07", 0.4),
                                code("H03", 0.2)),
                        wear(
                                        "control_board",
                                        280,
                                        8,
                                        List.of(drift("sensor_difference", 0.5)),
                                        code("S01", 1.2),
                                        code("H08", 0.3))
                                .showing(0.65)),
                List.of(
                        nuisance("N01", 0.025, drift("wifi_signal", -14)),
                        nuisance("S02", 0.006),
                        nuisance("U01", 0.002),
                        nuisance("U02", 0.020, drift("fan_speed", -110), drift("heating_rate", -0.9)),
                        nuisance("H11", 0.003, drift("outlet_temperature", -2)),
                        nuisance("S01", 0.004)));
    }
}
