package io.hearthwatch.app.knowledge;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code knowledge}: what technical support answered, kept for later tickets of the same fault. */
@Command(
        name = "knowledge",
        description = {
            "Look for knowledge articles, word them anew, retire or replace them, and note whether one helped. An answer of"
                    + " technical support makes one: hearthwatch ticket add TICKET support-answer.",
            "",
            "Example: hearthwatch knowledge list --search bearing --type washing_machine"
        },
        subcommands = {
            KnowledgeLooks.ListAll.class,
            KnowledgeLooks.Show.class,
            KnowledgeWork.Write.class,
            KnowledgeWork.Retire.class,
            KnowledgeWork.Use.class
        })
public final class KnowledgeCommand extends CommandGroup {}
