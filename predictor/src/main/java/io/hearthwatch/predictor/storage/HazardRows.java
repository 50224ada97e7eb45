package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.Basis;
import io.hearthwatch.predictor.learning.Calibration;
import io.hearthwatch.predictor.learning.Classifier;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.Hazard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rows of {@code prediction.hazard}: what a model learnt of one component and window. */
final class HazardRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HazardRows() {}

    static void insert(Connection connection, String modelId, ComponentModel component) throws SQLException {
        String sql = """
                insert into prediction.hazard (model_id, component, step, basis, positives, failures, base_rate, prior,
                    rounds, calibration, artefact, provenance, fingerprint)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int step = 0; step < component.hazards().size(); step++) {
                Hazard hazard = component.hazards().get(step);
                Optional<Classifier> classifier = hazard.classifier();
                insert.setString(1, modelId);
                insert.setString(2, component.component());
                insert.setInt(3, step);
                insert.setString(4, hazard.basis().id());
                insert.setLong(5, hazard.positives());
                insert.setInt(6, hazard.failures());
                insert.setDouble(7, hazard.baseRate());
                insert.setObject(8, hazard.basis() == Basis.PRIOR ? (Double) hazard.prior() : null);
                insert.setInt(9, hazard.rounds());
                insert.setString(10, JSON.writeValueAsString(hazard.calibration()));
                insert.setBytes(11, classifier.map(Classifier::toBytes).orElse(null));
                insert.setString(12, classifier.map(Classifier::provenance).orElse(null));
                insert.setString(13, classifier.map(Classifier::fingerprint).orElse(null));
                insert.executeUpdate();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The chains of a model, by component. */
    static Map<String, List<Hazard>> read(
            Connection connection, String modelId, Algorithm algorithm, List<String> names) throws SQLException {
        String sql = """
                select component, basis, positives, failures, base_rate, prior, rounds, calibration, artefact
                from prediction.hazard where model_id = ? order by component, step
                """;
        Map<String, List<Hazard>> hazards = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, modelId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Double prior = row.getObject(6, Double.class);
                    byte[] artefact = row.getBytes(9);
                    hazards.computeIfAbsent(row.getString(1), c -> new ArrayList<>())
                            .add(new Hazard(
                                    basis(row.getString(2)),
                                    Optional.ofNullable(artefact)
                                            .map(bytes -> Classifier.fromBytes(algorithm, bytes, names)),
                                    JSON.readValue(row.getString(8), Calibration.class),
                                    row.getInt(7),
                                    row.getLong(3),
                                    row.getInt(4),
                                    row.getDouble(5),
                                    prior == null ? Double.NaN : prior));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its calibration cannot be read", e);
        }
        return hazards;
    }

    /** What the registry says of a model's windows, by component. */
    static Map<String, List<ModelInfo.WindowInfo>> infos(Connection connection, String modelId) throws SQLException {
        String sql = """
                select component, basis, positives, failures, base_rate, prior, rounds, calibration ->> 'method',
                    fingerprint
                from prediction.hazard where model_id = ? order by component, step
                """;
        Map<String, List<ModelInfo.WindowInfo>> windows = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, modelId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    windows.computeIfAbsent(row.getString(1), c -> new ArrayList<>())
                            .add(new ModelInfo.WindowInfo(
                                    basis(row.getString(2)),
                                    row.getLong(3),
                                    row.getInt(4),
                                    row.getDouble(5),
                                    row.getObject(6, Double.class),
                                    Calibration.Method.valueOf(row.getString(8)),
                                    row.getInt(7),
                                    row.getString(9)));
                }
            }
        }
        return windows;
    }

    /** A component in short: its windows up to the acting one put together. */
    static ModelInfo.ComponentInfo info(
            String component, List<ModelInfo.WindowInfo> windows, int acting, Double maxF1, Double cost) {
        Basis basis = Basis.MODEL;
        long positives = 0;
        double lasting = 1;
        for (ModelInfo.WindowInfo window : windows.subList(0, Math.min(windows.size(), acting + 1))) {
            basis = basis.and(window.basis());
            positives += window.positives();
            lasting *= 1 - window.baseRate();
        }
        return new ModelInfo.ComponentInfo(component, basis, positives, 1 - lasting, maxF1, cost, windows);
    }

    private static Basis basis(String id) {
        return Basis.valueOf(id.toUpperCase(Locale.ROOT));
    }
}
