package io.hearthwatch.app.logging;

import java.util.regex.Pattern;

/** The last line of defence: nobody here logs a secret, but what other libraries put into their messages is theirs to choose. */
final class Secrets {
    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\b((?:ssl)?password|passwd|pwd|secret|authorization)(\\s*[=:]\\s*)(?!\\s|\\*\\*\\*)[^&\\s,;)}\"']+");

    private Secrets() {}

    static String hide(String text) {
        return text == null ? "" : NAMED.matcher(text).replaceAll("$1$2***");
    }
}
