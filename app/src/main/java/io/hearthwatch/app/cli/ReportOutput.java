package io.hearthwatch.app.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The {@code --report FILE} of commands whose findings are worth a page. */
public final class ReportOutput {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "also write a page (HTML, English and Chinese; opens in this machine's language) that explains every figure")
    private Path file;

    /** Writes the page if the user asked for it; readers see the old file or the whole new one. */
    public void write(Supplier<String> page) {
        if (file != null) {
            JsonOutput.writeAtomically(file, page.get());
        }
    }

    /** Fails early, before long work, if the file could not be written later. */
    public void check() {
        JsonOutput.check("--report", file);
    }
}
