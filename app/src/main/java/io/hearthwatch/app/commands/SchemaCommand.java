package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.history.Mapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of a kind of file, for editors that check YAML against one. */
@Command(name = "schema", description = "Print the JSON Schema of catalog or mapping files.")
final class SchemaCommand implements Runnable {
    /** The kinds of files that people write. */
    enum Kind {
        CATALOG,
        MAPPING
    }

    @Mixin
    CommonOptions common;

    @Parameters(paramLabel = "KIND", description = "catalog or mapping")
    private Kind kind;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String schema = switch (kind) {
            case CATALOG -> Catalog.schema();
            case MAPPING -> Mapping.schema();
        };
        spec.commandLine().getOut().println(schema.strip());
    }
}
