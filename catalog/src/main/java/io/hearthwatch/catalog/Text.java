package io.hearthwatch.catalog;

/** The same words in English and in Simplified Chinese. Neither is ever blank. */
public record Text(String en, String zh) {

    /** A name that is the same in both languages, such as a model number. */
    public static Text same(String words) {
        return new Text(words, words);
    }

    /** The words in the language asked for; anything that does not start with {@code zh} gets English. */
    public String in(String language) {
        return language != null && language.startsWith("zh") ? zh : en;
    }
}
