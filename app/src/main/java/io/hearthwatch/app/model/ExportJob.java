package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.export.FeatureExport;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code model export} of the feature table as a job, which leaves the table to be downloaded: that of a model's very features, or, given a type
 * and horizons, of those that training would make.
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
    public Work prepare(JobArguments arguments) {
        String named = arguments.text("format").orElse("csv");
        FeatureExport.Format format = Arrays.stream(FeatureExport.Format.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(named))
                .findFirst()
                .orElseThrow(() -> new PredictionException(
                        "there is no format '" + named + "' of the table",
                        "use csv or parquet; a model itself is written by: hearthwatch model export"));
        Instant from = arguments.instant("from").orElse(null);
        String model = arguments.text("model").orElse(null);
        if (model == null) {
            Supplier<TrainRequest> request = TrainJob.request(workspace, arguments);
            return new Table(
                    arguments.required("type"),
                    format,
                    (file, progress) ->
                            workspace.workbench().exportFeatures(request.get(), from, format, file, progress));
        }
        Set<String> appliances = arguments.texts("appliances").map(HashSet::new).orElse(null);
        Instant until = arguments.instant("until").orElse(null);
        return new Table(
                model,
                format,
                (file, progress) ->
                        workspace.workbench().exportFeaturesOf(model, appliances, from, until, format, file, progress));
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
}
