package io.hearthwatch.simulator.home;

import static io.hearthwatch.simulator.home.Behaviour.Drift.drift;
import static io.hearthwatch.simulator.home.Behaviour.Nuisance.nuisance;
import static io.hearthwatch.simulator.home.Behaviour.Sign.code;
import static io.hearthwatch.simulator.home.Behaviour.Signal.held;
import static io.hearthwatch.simulator.home.Behaviour.Signal.level;
import static io.hearthwatch.simulator.home.Behaviour.Signal.nowAndThen;
import static io.hearthwatch.simulator.home.Behaviour.Signal.total;
import static io.hearthwatch.simulator.home.Behaviour.Wear.wear;

import io.hearthwatch.simulator.home.Behaviour.Habit;
import java.util.List;

/** A refrigerator: always on, a little busier when the household opens its door. */
final class Refrigerator {
    private Refrigerator() {}

    static Behaviour behaviour() {
        return new Behaviour(
                "refrigerator",
                "rf",
                Habit.always(0.35, 0.2, 0.35, 1.1),
                List.of(
                        level("fridge_temperature", 4.0, 5.2, 0.4),
                        level("freezer_temperature", -19.5, -18.2, 0.5),
                        level("ambient_temperature", 21, 22, 0.7).withDaily(2.0),
                        level("evaporator_temperature", -25, -27, 1.1),
                        level("discharge_temperature", 49, 58, 2.0).withDaily(1.5),
                        level("compressor_current", 0.55, 0.95, 0.07),
                        level("compressor_duty", 34, 48, 3.0).withDaily(2.0),
                        level("evaporator_fan_speed", 1750, 1850, 55),
                        level("condenser_fan_speed", 1150, 1250, 45),
                        held("defrost_duration", 20, 1.8),
                        level("humidity", 46, 54, 3.0),
                        level("sensor_difference", 0.4, 0.4, 0.12),
                        level("wifi_signal", -58, -58, 4),
                        total("energy", 32, 62),
                        total("door_openings", 0.1, 3.5),
                        nowAndThen("mode", 0.06),
                        nowAndThen("door_open", 0.03)),
                List.of(
                        wear(
                                "compressor",
                                290,
                                14,
                                List.of(
                                        drift("compressor_current", 0.5),
                                        drift("discharge_temperature", 14),
                                        drift("compressor_duty", 14)),
                                code("F06", 0.8),
                                code("F07", 0.4),
                                code("F01", 0.1)),
                        wear(
                                "evaporator_fan",
                                250,
                                10,
                                List.of(drift("evaporator_fan_speed", -550), drift("fridge_temperature", 1.2)),
                                code("F03", 1.0)),
                        wear(
                                "condenser_fan",
                                250,
                                10,
                                List.of(drift("condenser_fan_speed", -420), drift("discharge_temperature", 8)),
                                code("F04", 1.0)),
                        wear(
                                "defrost_heater",
                                260,
                                11,
                                List.of(drift("defrost_duration", 18), drift("freezer_temperature", 1.5)),
                                code("F05", 1.0),
                                code("F02", 0.2)),
                        wear(
                                "door_gasket",
                                270,
                                14,
                                List.of(drift("humidity", 22), drift("compressor_duty", 9)),
                                code("F11", 0.9)),
                        wear(
                                "temperature_sensor",
                                240,
                                8,
                                List.of(drift("sensor_difference", 2.4)),
                                code("F10", 1.2),
                                code("F05", 0.1)),
                        wear(
                                "refrigerant_circuit",
                                300,
                                15,
                                List.of(
                                        drift("evaporator_temperature", 7),
                                        drift("compressor_duty", 18),
                                        drift("freezer_temperature", 2)),
                                code("F08", 0.8),
                                code("F02", 0.2),
                                code("F09", 0.04)),
                        wear(
                                        "control_board",
                                        280,
                                        8,
                                        List.of(drift("compressor_current", 0.12)),
                                        code("F20", 1.2),
                                        code("F21", 0.5))
                                .showing(0.65)),
                List.of(
                        nuisance("F30", 0.020, drift("wifi_signal", -16)),
                        nuisance("F40", 0.030, drift("fridge_temperature", 2.2), drift("humidity", 12)),
                        nuisance("F41", 0.012, drift("discharge_temperature", 5), drift("compressor_duty", 5)),
                        nuisance("F21", 0.004),
                        nuisance("F05", 0.003, drift("defrost_duration", 6))));
    }
}
