package io.hearthwatch.app.disk;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Byte counts as people write and read them: {@code 500MB}, {@code 2GB}; a thousand bytes a kilobyte. */
public final class Size {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(i?)b?");
    private static final String UNITS = "kmgt";
    private static final Map<Boolean, Integer> STEP = Map.of(false, 1000, true, 1024);

    private Size() {}

    /**
     * Reads {@code 2GB}, {@code 2g}, {@code 512MiB}, {@code 0}.
     *
     * @throws IllegalArgumentException if that is no size
     */
    public static long parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 2GB, 500MB or 1GiB");
        }
        long bytes = Long.parseLong(matcher.group(1));
        int step = STEP.get(!matcher.group(3).isEmpty());
        try {
            for (int i = matcher.group(2).isEmpty() ? -1 : UNITS.indexOf(matcher.group(2)); i >= 0; i--) {
                bytes = Math.multiplyExact(bytes, step);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is more than any disk holds", e);
        }
        return bytes;
    }

    /** {@code 1.6 GB}. */
    public static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double rest = bytes;
        int unit = -1;
        while (rest >= 1000 && unit < UNITS.length() - 1) {
            rest /= 1000;
            unit++;
        }
        String number = String.format(Locale.ROOT, rest < 10 ? "%.1f" : "%.0f", rest);
        return number + " " + UNITS.toUpperCase(Locale.ROOT).charAt(unit) + "B";
    }
}
