package io.hearthwatch.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which migrations a database has had, and which this program brings, by schema. Versions are whole numbers, as in {@code V3__name.sql}. */
public final class SchemaVersions {
    private static final Pattern MIGRATION = Pattern.compile("(?:.*/)?V(\\d{1,6})__[^/]*\\.sql");

    private SchemaVersions() {}

    /** The newest migration that this program brings for a schema; nothing if it does not know the schema. */
    public static OptionalInt ofProgram(String schema) {
        String folder = "db/" + schema;
        OptionalInt newest = OptionalInt.empty();
        try {
            for (URL url :
                    Collections.list(SchemaVersions.class.getClassLoader().getResources(folder))) {
                for (String file : files(url, folder)) {
                    Matcher migration = MIGRATION.matcher(file);
                    if (migration.matches()) {
                        newest = OptionalInt.of(Math.max(newest.orElse(0), Integer.parseInt(migration.group(1))));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return newest;
    }

    private static List<String> files(URL folder, String name) throws IOException {
        if (folder.openConnection() instanceof JarURLConnection jar) {
            return jar.getJarFile().stream()
                    .map(Object::toString)
                    .filter(entry -> entry.startsWith(name + "/"))
                    .toList();
        }
        try (Stream<Path> list = Files.list(Path.of(folder.toURI()))) {
            return list.map(file -> file.getFileName().toString()).toList();
        } catch (URISyntaxException e) {
            throw new IOException(folder + " cannot be listed", e);
        }
    }

    /** The newest migration that a database has had, for each schema of Hearthwatch in it. */
    public static Map<String, Integer> stored(Connection connection) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("""
                        select quote_ident(table_schema) from information_schema.tables
                        where table_name = 'schema_version' order by 1
                        """)) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        Map<String, Integer> versions = new TreeMap<>();
        for (String schema : schemas) {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("select max(version::int) from " + schema
                            + ".schema_version where success and version ~ '^[0-9]{1,6}$'")) {
                if (row.next() && row.getObject(1) != null) {
                    versions.put(schema, row.getInt(1));
                }
            }
        }
        return versions;
    }
}
