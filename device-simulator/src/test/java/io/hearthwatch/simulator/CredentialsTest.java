package io.hearthwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.simulator.outside.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("wm-1", "abc,with comma");
        secrets.put("fr-2", "def");
        Path file = folder.resolve("credentials.csv");

        new Credentials(secrets).write(file);

        assertThat(Credentials.read(file).secrets()).isEqualTo(secrets);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aBadLineIsNamedWithoutShowingIt() throws IOException {
        Path file = folder.resolve("credentials.csv");
        Files.writeString(file, "appliance,secret\nwm-1,abc\nhidden\n");

        assertThatThrownBy(() -> Credentials.read(file))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining(":3:")
                .hasMessageNotContaining("hidden");
    }
}
