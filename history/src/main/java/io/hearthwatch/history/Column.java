package io.hearthwatch.history;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a field's text comes from: a column, the file's name, or the mapping itself.
 *
 * @param line line of the mapping, for problems
 * @param name column of the file; null where the text comes from elsewhere
 * @param constant the text itself; null where it comes from elsewhere
 * @param fileName pattern whose first group is the text, matched against the file's name; null where it comes from elsewhere
 * @param values what to write instead of a text, by that text; these are final
 * @param stripPrefix removed from the beginning of other texts, where it is there; may be empty
 * @param prefix then put before them; may be empty
 * @param optional whether the column may be absent
 * @param scale what a number is multiplied by
 * @param offset what is then added to it
 */
record Column(
        int line,
        String name,
        String constant,
        Pattern fileName,
        Map<String, String> values,
        String stripPrefix,
        String prefix,
        boolean optional,
        double scale,
        double offset) {

    static Column named(int line, String name) {
        return new Column(line, name, null, null, Map.of(), "", "", false, 1, 0);
    }

    /** What the field says, given the text that was found. */
    String translate(String text) {
        String value = values.get(text);
        if (value != null) {
            return value;
        }
        String stripped =
                !stripPrefix.isEmpty() && text.startsWith(stripPrefix) ? text.substring(stripPrefix.length()) : text;
        return prefix.isEmpty() ? stripped : prefix + stripped;
    }

    /** The text found in the file's name, or null where the pattern does not match. */
    String fromFileName(String file) {
        Matcher matcher = fileName.matcher(file);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** A number in the unit of the catalog, as text; the text as it is where there is nothing to convert. */
    String convert(String number) throws BadRowException {
        double value;
        try {
            value = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        // Java reads "1f" and "0x1p3" as numbers, and "NaN" and "Infinity" as values; a recorded reading is none of
        // these.
        char last = number.charAt(number.length() - 1);
        if (!Double.isFinite(value) || !((last >= '0' && last <= '9') || last == '.') || number.contains("x")) {
            throw new BadRowException(describe() + ": \"" + shortened(number) + "\" is not a number");
        }
        return scale == 1 && offset == 0
                ? number
                : BigDecimal.valueOf(value * scale + offset).toString();
    }

    /** For a sentence. */
    String describe() {
        return name != null ? "column " + name : constant != null ? "the mapping's constant" : "the file's name";
    }

    static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
