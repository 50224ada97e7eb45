package io.hearthwatch.app.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param check what was looked at, in a few lower-case words
 * @param level how it is
 * @param says what was found
 * @param remedy what to do; empty where nothing has to be done
 */
record Finding(String check, Level level, String says, String remedy) {
    /** How something is. */
    enum Level {
        OK,
        /** It works, and may not for long, or not as well as it could. */
        WARNING,
        /** It does not work, or what is acknowledged is not safe. */
        ERROR;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String says) {
        return new Finding(check, Level.OK, says, "");
    }

    static Finding warning(String check, String says, String remedy) {
        return new Finding(check, Level.WARNING, says, remedy);
    }

    static Finding error(String check, String says, String remedy) {
        return new Finding(check, Level.ERROR, says, remedy);
    }
}
