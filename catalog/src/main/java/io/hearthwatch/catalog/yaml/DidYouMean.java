package io.hearthwatch.catalog.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name a mistyped one stood for. */
public final class DidYouMean {
    private DidYouMean() {}

    /** The known name nearest to the written one, if one is near enough to be what was meant. */
    public static Optional<String> closest(String written, Collection<String> known) {
        String lower = written.toLowerCase(Locale.ROOT);
        int tolerated = Math.max(1, (written.length() + 1) / 3);
        return known.stream()
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= tolerated)
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
    }

    /** A hint: the name that was probably meant, or else all that are allowed. */
    public static String hint(String written, Collection<String> known) {
        return closest(written, known)
                .map(name -> "did you mean " + name + "?")
                .orElseGet(() -> known.isEmpty() ? "none is defined" : "one of " + String.join(", ", known));
    }

    /** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
