package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.export.FeatureExport;
import io.hearthwatch.predictor.export.ModelFiles;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model export}. */
@Command(
        name = "export",
        description = {
            "For those who want their own tools: the feature table (csv, parquet), one row for each decision, or a model"
                    + " itself (onnx, tribuo).",
            "The table is that of a model's features, given its ID, or of those that training would make, given --type"
                    + " and --horizon."
        })
final class ModelExport implements Runnable {
    /** What is written. */
    enum Format {
        CSV,
        PARQUET,
        ONNX,
        TRIBUO;

        boolean isTable() {
            return this == CSV || this == PARQUET;
        }
    }

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private TrainingOptions training;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "the model")
    private String id;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "csv or parquet: the table; onnx (logistic regression only) or tribuo: the model")
    private Format format;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "the file of the table, or the directory of the model's files")
    private Path out;

    @Option(names = "--from", paramLabel = "INSTANT", description = "no decision is earlier (default: all)")
    private Instant from;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        check();
        PrintWriter shown = spec.commandLine().getOut();
        try (Workspace workspace = Workspace.use(store)) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("format", format.name().toLowerCase(Locale.ROOT));
            report.put("out", out.toString());
            if (format.isTable()) {
                Progress progress = new Progress();
                long rows = table(workspace, progress);
                progress.done();
                report.put("rows", rows);
                shown.printf(
                        Locale.ROOT,
                        "%d decisions, %.1f MB, written to %s in %.1f s%n",
                        rows,
                        size() / 1e6,
                        out,
                        progress.seconds());
            } else {
                List<String> files =
                        workspace.workbench().exportModel(id, ModelFiles.Format.valueOf(format.name()), out);
                report.put("files", files);
                shown.println("written to " + out + ": " + String.join(", ", files));
            }
            shown.flush();
            json.write(report);
        }
    }

    private void check() {
        if (!format.isTable()) {
            if (id == null) {
                throw CommandFailure.usage("which model?", "model export ID --format tribuo --out DIR");
            }
            if (Files.exists(out) && !Files.isDirectory(out)) {
                throw CommandFailure.usage("--out " + out + " is not a directory", "name a directory");
            }
            return;
        }
        if (id == null) {
            training.check();
        } else {
            training.checkSettledBy("model " + id);
        }
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || folder == null || !Files.isWritable(folder)) {
            throw CommandFailure.usage(
                    "cannot write --out " + out, "name a file in a folder that exists and is writable");
        }
    }

    private long table(Workspace workspace, Progress progress) {
        FeatureExport.Format as = FeatureExport.Format.valueOf(format.name());
        return id != null
                ? workspace
                        .workbench()
                        .exportFeaturesOf(
                                id,
                                training.appliances(),
                                from,
                                training.until(),
                                as,
                                out,
                                ModelOutput.shown(progress, "export"))
                : workspace
                        .workbench()
                        .exportFeatures(
                                training.request(workspace, LearningSettings.DEFAULT),
                                from,
                                as,
                                out,
                                ModelOutput.shown(progress, "export"));
    }

    private long size() {
        try {
            return Files.size(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
