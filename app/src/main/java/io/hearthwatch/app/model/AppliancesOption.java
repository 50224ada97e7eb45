package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which appliances; the same for training and for evaluation. */
final class AppliancesOption {
    @Option(names = "--appliances", paramLabel = "FILE", description = "only these appliances, one id a line")
    private Path file;

    /** The ids, or null for all. */
    Set<String> ids() {
        if (file == null) {
            return null;
        }
        try {
            Set<String> ids = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toSet());
            if (ids.isEmpty()) {
                throw CommandFailure.usage("--appliances " + file + " names none", "one appliance id a line");
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
