package io.hearthwatch.app;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands that share one small service organisation, which each class has for itself. */
abstract class OnCommandDesk {
    static CommandDesk desk;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        desk = new CommandDesk(directory);
    }

    @AfterAll
    static void close() {
        desk.close();
    }
}
