package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.WatchReport;
import io.hearthwatch.predictor.watch.LifeReport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A look at the models in service, whoever asks for it.
 *
 * @param models those of failures
 * @param lives those of remaining life
 */
record WatchLook(List<WatchReport> models, List<LifeReport> lives) {
    /**
     * Looks; nothing is stored.
     *
     * @param typeOrNull only this type; null for every type with a model
     * @param atOrNull as of then; null for now by the service's clock
     */
    static WatchLook at(Workspace workspace, String typeOrNull, Instant atOrNull) {
        Instant now = atOrNull == null ? workspace.clock().instant() : atOrNull;
        List<LifeReport> lives = workspace.catalog().types().keySet().stream()
                .filter(each -> typeOrNull == null || typeOrNull.equals(each))
                .flatMap(each -> workspace.lifeTools().look(each, now).stream())
                .toList();
        List<String> types = workspace.serviceWatch().types();
        if (typeOrNull != null) {
            // A type that only a model of remaining life is followed for has no other look.
            types = types.contains(typeOrNull) || lives.isEmpty() ? List.of(typeOrNull) : List.of();
        }
        return new WatchLook(
                types.stream()
                        .map(each -> workspace.serviceWatch().look(each, now))
                        .toList(),
                lives);
    }

    /** Whether a warning stands. */
    boolean warned() {
        return models.stream().anyMatch(WatchReport::warned) || lives.stream().anyMatch(LifeReport::warned);
    }

    /** As {@code --json} and the job tell it. */
    Map<String, Object> toJson() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("warned", warned());
        document.put("models", models.stream().map(WatchReport::toJson).toList());
        document.put("remaining_life", lives.stream().map(LifeReport::toJson).toList());
        return document;
    }
}
