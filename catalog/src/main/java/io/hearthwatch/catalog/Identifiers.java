package io.hearthwatch.catalog;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names may be given to types, metrics, components, codes, parts and models. */
final class Identifiers {
    /** Safe as a table's or column's name without quotes, with room for a suffix in PostgreSQL's 63 bytes. */
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** Columns that the telemetry tables have for themselves. */
    static final Set<String> OWN_COLUMNS = Set.of("appliance_no", "time", "received_at", "hour", "count");

    /** Tables beside the types' own in the schema {@code telemetry}. */
    static final Set<String> OWN_TABLES =
            Set.of("fault", "connection", "rejected", "pending_score", "hour_dirty", "schema_version");

    /** PostgreSQL's reserved words, which would need quotes wherever they are a column or a table. */
    static final Set<String> SQL_WORDS = Set.of(
            ("all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate"
                            + " collation column concurrently constraint create cross current_catalog current_date"
                            + " current_role current_schema current_time current_timestamp current_user default"
                            + " deferrable desc distinct do else end except false fetch for foreign freeze from full"
                            + " grant group having ilike in initially inner intersect into is isnull join lateral"
                            + " leading left like limit localtime localtimestamp natural not notnull null offset on"
                            + " only or order outer overlaps placing primary references returning right select"
                            + " session_user similar some symmetric system_user table tablesample then to trailing"
                            + " true union unique user using variadic verbose when where window with")
                    .split(" "));

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,59}");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/+-]{0,59}");
    private static final String HINT = "a lower-case letter, then letters, digits or _, at most 40 in all";

    private Identifiers() {}

    static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches();
    }

    static void checkType(YamlNode node, String id) {
        if (!isIdentifier(id)) {
            node.problem("is not a usable name: " + id, HINT);
        } else if (id.endsWith("_hourly")) {
            node.problem("must not end with _hourly", "that is the table of hourly statistics; drop the ending");
        } else if (OWN_TABLES.contains(id) || SQL_WORDS.contains(id)) {
            node.problem("is a reserved name: " + id, "choose another, such as " + id + "_device");
        }
    }

    static void checkMetric(YamlNode node, String name) {
        if (!isIdentifier(name)) {
            node.keyProblem("is not a usable metric name", HINT);
        } else if (OWN_COLUMNS.contains(name) || SQL_WORDS.contains(name)) {
            node.keyProblem("has a reserved name", "choose another, such as " + name + "_value");
        }
    }

    static void checkComponent(YamlNode node, String id) {
        if (!isIdentifier(id)) {
            node.keyProblem("is not a usable component name", HINT);
        } else if (id.equals("unknown")) {
            node.keyProblem("has a reserved name", "unknown stands for a component not yet diagnosed");
        }
    }

    static void checkCode(YamlNode node, String code) {
        check(node, code, CODE, "is not a usable fault code", "letters, digits, dot, _ and -, at most 40");
    }

    static void checkPart(YamlNode node, String number) {
        check(node, number, PART, "is not a usable part number", "letters, digits, dot, _, / and -, at most 60");
    }

    static void checkModel(YamlNode node, String id) {
        check(node, id, MODEL, "is not a usable model number", "letters, digits, space and . _ / + -, at most 60");
    }

    private static void check(YamlNode node, String name, Pattern pattern, String what, String hint) {
        if (!pattern.matcher(name).matches()) {
            node.keyProblem(what, hint);
        }
    }
}
