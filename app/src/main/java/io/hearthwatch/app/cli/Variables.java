package io.hearthwatch.app.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds environment variables that look like settings and are none: a typing error there would change nothing, silently. */
final class Variables {
    private static final String PREFIX = "HEARTHWATCH_";
    /** Read by the start script, the tests or the benchmarks. */
    private static final Set<String> READ_ELSEWHERE =
            Set.of(PREFIX + "CONFIG", PREFIX + "JAVA_OPTIONS", PREFIX + "NODE_MODULES", PREFIX + "SHARED");

    private static final int ALIKE = 3;

    private Variables() {}

    /** One sentence for each, in order of name; values are never shown. */
    static List<String> unknown(Set<String> environment) {
        Set<String> known = Stream.concat(
                        Arrays.stream(Setting.values()).map(Setting::variable), READ_ELSEWHERE.stream())
                .collect(Collectors.toSet());
        return environment.stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(PREFIX) && !known.contains(name))
                .sorted()
                .map(name -> "the variable " + name + " is not a setting and does nothing"
                        + closest(name)
                                .map(other -> "; did you mean " + other + "?")
                                .orElse(""))
                .toList();
    }

    private static Optional<String> closest(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(Setting.values())
                .map(Setting::variable)
                .filter(known -> distance(upper, known) <= ALIKE)
                .min(Comparator.comparingInt(known -> distance(upper, known)));
    }

    /** How many letters have to be changed, added or left out. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
