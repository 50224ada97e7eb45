package io.hearthwatch.console;

import java.util.regex.Pattern;

/**
 * What to try, in the words of who calls over HTTP. The rooms behind both doors say it in the command line's words: commands and options
 * become routes and keys of a request's body.
 */
final class Remedy {
    private static final Pattern LIST =
            Pattern.compile("\\b(model audit|model list|appliance list)(?: --type (\\S+))?");
    private static final Pattern JOB = Pattern.compile(
            "(?:\\bhearthwatch )?\\bmodel (train|tune|evaluate|compare|reproduce|explain|export|retrain)(?= --|[,;)]|$)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--([a-z][a-z-]*)");

    private Remedy() {}

    /** The same advice over HTTP; null for null. */
    static String overHttp(String advice) {
        if (advice == null) {
            return null;
        }
        String routes = LIST.matcher(advice)
                .replaceAll(found -> "GET /api/v1/"
                        + switch (found.group(1)) {
                            case "model audit" -> "models/audit";
                            case "model list" -> "models";
                            default -> "appliances";
                        }
                        + (found.group(2) == null ? "" : "?type=" + found.group(2)));
        String jobs = JOB.matcher(routes).replaceAll("POST /api/v1/model-jobs (command $1)");
        return OPTION.matcher(jobs).replaceAll(found -> "'" + found.group(1).replace('-', '_') + "'");
    }
}
