package io.hearthwatch.catalog;

import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import io.hearthwatch.catalog.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds catalog files, reads them all, and says everything that is wrong with any of them at once. */
final class CatalogLoader {
    /** The home types, each a resource of this name. */
    static final List<String> BUILT_IN =
            List.of("washing_machine", "refrigerator", "air_conditioner", "water_heater", "dishwasher");

    private final Problems problems = new Problems();
    private final Map<String, ApplianceType> types = new LinkedHashMap<>();

    Collection<ApplianceType> load(List<Path> directories) {
        for (String type : BUILT_IN) {
            String name = "types/" + type + ".yaml";
            YamlDocument document = YamlDocument.parse("built-in " + name, resource(name), problems);
            TypeReader.read(document.root()).ifPresent(read -> types.put(read.id(), read));
        }
        directories.forEach(this::loadDirectory);
        problems.throwIfAny();
        return types.values();
    }

    /** A later directory's type replaces an earlier one of the same id; within a directory an id is given once. */
    private void loadDirectory(Path directory) {
        Map<String, String> fileOfType = new LinkedHashMap<>();
        for (Path file : filesIn(directory)) {
            YamlDocument document = YamlDocument.read(file, problems);
            YamlNode id = document.root().get("type");
            String first = id.isText() ? fileOfType.putIfAbsent(id.text().orElse(""), file.toString()) : null;
            if (first != null) {
                id.problem("is described in " + first + " too", "keep one of the two files");
            }
            TypeReader.read(document.root()).ifPresent(read -> types.put(read.id(), read));
        }
    }

    private List<Path> filesIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            String what = Files.exists(directory) ? "is not a directory" : "does not exist";
            problems.add(new Problem(directory.toString(), 0, what, "give a directory that holds catalog files"));
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files =
                    entries.filter(CatalogLoader::isCatalogFile).sorted().toList();
            if (files.isEmpty()) {
                problems.add(new Problem(directory.toString(), 0, "has no .yaml file", "put one there for each type"));
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            problems.add(new Problem(directory.toString(), 0, "cannot be listed", "check its permissions"));
            return List.of();
        }
    }

    private static boolean isCatalogFile(Path file) {
        String name = file.getFileName().toString();
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return yaml && !name.startsWith(".") && Files.isRegularFile(file);
    }

    /** The text of a resource beside this class, which the build put there. */
    static String resource(String name) {
        try (InputStream in = CatalogLoader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }
}
