package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.ModelInfo;

/** A model as {@code --json} writes it. */
final class ModelJson {
    private ModelJson() {}

    static ObjectNode of(ModelInfo model) {
        return ModelDocument.of(model);
    }
}
