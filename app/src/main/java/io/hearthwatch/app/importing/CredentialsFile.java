package io.hearthwatch.app.importing;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.fleet.NewCredential;
import io.hearthwatch.simulator.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file that new secrets are added to. What an earlier run wrote is kept, since a secret cannot be read again. */
public final class CredentialsFile {
    private final Path file;
    private final Map<String, String> secrets = new LinkedHashMap<>();

    private CredentialsFile(Path file) {
        this.file = file;
    }

    /** Opens the file, reading what is there; fails early if it could not be written later. */
    public static CredentialsFile open(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || !Files.isWritable(folder)) {
            throw CommandFailure.usage(
                    "cannot write --credentials-out " + file, "name a file in a folder that exists and is writable");
        }
        CredentialsFile credentials = new CredentialsFile(file);
        if (Files.exists(file)) {
            credentials.secrets.putAll(Credentials.read(file).secrets());
        }
        return credentials;
    }

    /** Takes a secret over, if there is a new one. */
    public void add(NewCredential credential) {
        if (credential.secret() != null) {
            secrets.put(credential.appliance().id(), credential.secret());
        }
    }

    /** Whether the file has, or will have, the appliance's secret. */
    public boolean has(String appliance) {
        return secrets.containsKey(appliance);
    }

    /** Writes the file anew in one step, readable by its owner only. */
    public void write() {
        new Credentials(secrets).write(file);
    }
}
