package io.hearthwatch.ingest;

/** What strangers' text has to go through. */
final class Texts {
    private static final int SHOWN = 300;

    private Texts() {}

    /** A sentence fit to be stored and shown: no control characters, no halves of characters, not too long. */
    static String shown(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), SHOWN));
        text.codePoints().limit(SHOWN).forEach(c -> clean.appendCodePoint(isOdd(c) ? '\ufffd' : c));
        return clean.toString();
    }

    /** Whether PostgreSQL can store it: no zero character, no half of a surrogate pair. */
    static boolean storable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff));
    }

    private static boolean isOdd(int codePoint) {
        return Character.isISOControl(codePoint) || (codePoint >= 0xd800 && codePoint <= 0xdfff);
    }
}
