package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.SettingsDocument;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The {@code --settings FILE} of learning: JSON or YAML, with the keys that {@code --json} writes. */
final class SettingsFile {
    private static final String EXAMPLE =
            "settings such as {\"algorithm\": \"trees\", \"trees\": {\"depth\": 4, \"rate\": 0.05}}";

    private SettingsFile() {}

    /**
     * Reads a file; what it does not say is as usual. A report that has such settings under {@code settings} will do as well.
     *
     * @param algorithm what the command line asks for, or null
     */
    static LearningSettings read(Path file, Algorithm algorithm) {
        if (!(parse(file) instanceof Map<?, ?> document)) {
            throw CommandFailure.usage(file + " has no keys with values", EXAMPLE);
        }
        try {
            return SettingsDocument.read(
                    document.get("settings") instanceof Map<?, ?> inner ? inner : document, algorithm);
        } catch (PredictionException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage(), e.remedy());
        }
    }

    private static Object parse(Path file) {
        try {
            return new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlEngineException e) {
            throw CommandFailure.usage(file + " is neither JSON nor YAML: " + e.getMessage(), EXAMPLE);
        }
    }
}
