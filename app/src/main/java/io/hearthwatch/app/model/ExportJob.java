package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.export.FeatureExport;
import io.hearthwatch.predictor.export.ModelFiles;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@code model export} as a job, which leaves a file to be downloaded: the feature table (csv, parquet), that of a model's very features, or,
 * given a type and horizons, of those that training would make; or a model itself (onnx, tribuo), its files in one zip.
 */
final class ExportJob implements ModelJob {
    private final Workspace workspace;

    ExportJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "export";
    }

    @Override
    public Set<String> arguments() {
        return TrainingArguments.plus(TrainingArguments.NAMES, "model", "format", "from");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        ModelExport.Format format = arguments
                .oneOf("format", "csv", "parquet", "onnx", "tribuo")
                .map(word -> ModelExport.Format.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(ModelExport.Format.CSV);
        String model = arguments.text("model").orElse(null);
        if (!format.isTable()) {
            if (model == null) {
                throw new PredictionException("which model?", "add \"model\"");
            }
            TrainingArguments.NAMES.forEach(name -> arguments.refuse("no effect on a model's own files", name));
            arguments.refuse("no effect on a model's own files", "from");
            return new Model(model, ModelFiles.Format.valueOf(format.name()));
        }
        Instant from = arguments.instant("from").orElse(null);
        FeatureExport.Format table = FeatureExport.Format.valueOf(format.name());
        if (model == null) {
            Supplier<TrainRequest> request = TrainingArguments.request(workspace, arguments, LearningSettings.DEFAULT);
            return new Table(
                    arguments.required("type"),
                    table,
                    (file, progress) ->
                            workspace.workbench().exportFeatures(request.get(), from, table, file, progress));
        }
        TrainingArguments.settledBy("model " + model, arguments);
        arguments.refuse("model " + model + " settles this already", "every", "on_fault");
        Set<String> appliances = TrainingArguments.appliances(arguments);
        Instant until = arguments.instant("until").orElse(null);
        return new Table(
                model,
                table,
                (file, progress) ->
                        workspace.workbench().exportFeaturesOf(model, appliances, from, until, table, file, progress));
    }

    /** Writes the rows; says how many. */
    private interface Writing {
        long rows(Path file, Progress progress);
    }

    private record Table(String of, FeatureExport.Format format, Writing writing) implements FileWork {
        @Override
        public String fileName() {
            return of + "-features." + format.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String mediaType() {
            return format == FeatureExport.Format.CSV ? "text/csv" : "application/vnd.apache.parquet";
        }

        @Override
        public JsonNode run(String who, Progress progress, Path file) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("format", format.name().toLowerCase(Locale.ROOT))
                    .put("rows", writing.rows(file, progress));
        }
    }

    private final class Model implements FileWork {
        private final String id;
        private final ModelFiles.Format format;

        Model(String id, ModelFiles.Format format) {
            this.id = id;
            this.format = format;
        }

        @Override
        public String fileName() {
            return id + "-" + format.name().toLowerCase(Locale.ROOT) + ".zip";
        }

        @Override
        public String mediaType() {
            return "application/zip";
        }

        @Override
        public JsonNode run(String who, Progress progress, Path file) {
            progress.at("writing " + id, 0, 1);
            try {
                Path directory = Files.createTempDirectory("hearthwatch-model");
                try {
                    List<String> names = workspace.workbench().exportModel(id, format, directory);
                    zip(directory, names, file);
                    ObjectNode result = JsonNodeFactory.instance
                            .objectNode()
                            .put("format", format.name().toLowerCase(Locale.ROOT));
                    names.forEach(result.putArray("files")::add);
                    return result;
                } finally {
                    delete(directory);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void zip(Path directory, List<String> names, Path file) throws IOException {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                for (String name : names) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(directory.resolve(name), zip);
                    zip.closeEntry();
                }
            }
        }

        private static void delete(Path directory) throws IOException {
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
