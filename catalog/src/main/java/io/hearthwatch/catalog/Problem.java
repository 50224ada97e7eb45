package io.hearthwatch.catalog;

/**
 * One thing wrong with a file that a person wrote.
 *
 * @param file path as the user gave it, or a built-in resource's name
 * @param line 1-based line, or 0 where no line can be named
 * @param what what is wrong
 * @param hint what would be right
 */
public record Problem(String file, int line, String what, String hint) {
    @Override
    public String toString() {
        return (line > 0 ? file + ":" + line : file) + ": " + what + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
