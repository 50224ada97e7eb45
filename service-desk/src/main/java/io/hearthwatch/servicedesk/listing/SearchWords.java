package io.hearthwatch.servicedesk.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words as PostgreSQL's text search takes them, to match what {@code service.search_words} made of a text: words of ASCII letters and
 * digits by how they begin, in any order; a run of other letters, such as Chinese, as it stands.
 */
public final class SearchWords {
    private static final Pattern RUN = Pattern.compile("[a-z0-9]+|[\\p{L}\\p{N}&&[^\\x00-\\x7f]]+");

    private SearchWords() {}

    /** The query, or an empty text where nothing in the words can be searched for. */
    public static String query(String words) {
        List<String> parts = new ArrayList<>();
        Matcher runs = RUN.matcher(words.toLowerCase(Locale.ROOT));
        while (runs.find()) {
            String run = runs.group();
            parts.add(run.charAt(0) < 0x80 ? "'" + run + "':*" : phrase(run));
        }
        return String.join(" & ", parts);
    }

    private static String phrase(String run) {
        return run.codePoints()
                .mapToObj(Character::toString)
                .map(letter -> "'" + letter + "'")
                .reduce((one, next) -> one + " <-> " + next)
                .map(phrase -> "(" + phrase + ")")
                .orElseThrow();
    }
}
