package io.hearthwatch.predictor.learning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.tribuo.Tribuo;

/** What a model is trained with, besides data and settings; another version of any may learn something else. */
public final class Libraries {
    private Libraries() {}

    /** By name: this program, Java, the processor, Tribuo and its XGBoost. */
    public static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        String program = Libraries.class.getPackage().getImplementationVersion();
        versions.put("hearthwatch", program == null ? "unknown" : program);
        versions.put("java", System.getProperty("java.version"));
        versions.put("processor", System.getProperty("os.arch"));
        versions.put("tribuo", Tribuo.VERSION);
        versions.put("xgboost", xgboost());
        return versions;
    }

    private static String xgboost() {
        // XGBoost's jar says its version nowhere else.
        try (InputStream in = Libraries.class.getResourceAsStream("/xgboost4j-version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
