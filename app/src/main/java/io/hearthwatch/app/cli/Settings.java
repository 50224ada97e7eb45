package io.hearthwatch.app.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives options their values from the environment and the settings file, where the command line is silent. */
final class Settings implements IDefaultValueProvider {
    private final Map<String, String> environment;
    private final Properties file;

    private Settings(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * @param config the file that {@code --config} names, or null to look at {@code HEARTHWATCH_CONFIG}
     * @throws CommandFailure if the file cannot be read or has a key that does not exist
     */
    static Settings read(Map<String, String> environment, String config) {
        Properties properties = new Properties();
        String path = config != null ? config : environment.get("HEARTHWATCH_CONFIG");
        if (path != null && !path.isBlank()) {
            try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw CommandFailure.usage(
                        "cannot read the settings file " + path + ": " + e, "check the path given by --config");
            }
            for (String key : properties.stringPropertyNames()) {
                if (Setting.ofKey(key).isEmpty()) {
                    throw CommandFailure.usage(
                            path + ": there is no setting '" + key + "'", "one of " + Setting.keys());
                }
            }
        }
        return new Settings(environment, properties);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String key = option.longestName().replaceFirst("^--", "");
        return Setting.ofKey(key).map(this::value).orElse(null);
    }

    private String value(Setting setting) {
        String variable = environment.get(setting.variable());
        if (variable != null && !variable.isEmpty()) {
            return variable;
        }
        String inFile = file.getProperty(setting.key());
        return inFile != null ? inFile : setting.defaultValue().isEmpty() ? null : setting.defaultValue();
    }
}
