package io.hearthwatch.console;

import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A request as its handler sees it, on a worker thread.
 *
 * @param path values of the path's parameters
 * @param query the query's parameters
 * @param body the body's bytes, empty where there is none
 * @param caller who asks
 * @param headers the request's headers
 * @param filters what filters of lists may name
 */
@SuppressWarnings("ArrayRecordComponent") // read by one handler, compared by nobody
record Call(
        Map<String, String> path, MultiMap query, byte[] body, Caller caller, MultiMap headers, ListFilters filters) {

    /** What the path names, for telling requests apart. */
    String target() {
        return new TreeMap<>(path).toString();
    }

    /** A header that need not be there. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** What the caller may see. */
    Scope scope() {
        return caller.scope();
    }

    /** Refuses those who may not change the organisation. */
    void manages(String what) {
        if (!caller.manages()) {
            throw new Problem(
                    403,
                    "Forbidden",
                    what + " is for station chiefs, region supervisors, headquarters and administrators",
                    "ask one of them");
        }
    }

    /** Refuses parameters that no one reads, and those given twice: a mistyped one must not be passed over in silence. */
    void allow(String... names) {
        Set<String> known = Set.of(names);
        for (String name : new TreeSet<>(query.names())) {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "there is no parameter '" + name + "' here",
                        known.isEmpty() ? "leave it out" : "use " + String.join(", ", new TreeSet<>(known)));
            }
            if (query.getAll(name).size() > 1) {
                throw Problem.badRequest("the parameter '" + name + "' is given twice", "give it once");
            }
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** A filter of a list, or null; it must name what is known. */
    String filter(String name) {
        String value = text(name).orElse(null);
        if (value != null) {
            filters.check(name, value, caller);
        }
        return value;
    }

    String required(String name) {
        return text(name)
                .orElseThrow(() -> Problem.badRequest(
                        "the parameter '" + name + "' is missing", "add ?" + name + "=… to the address"));
    }

    Optional<Instant> instant(String name) {
        return text(name).map(value -> instant(name, value));
    }

    static Instant instant(String name, String value) {
        try {
            Instant instant = OffsetDateTime.parse(value).toInstant();
            // Later than any clock here goes, and past what the database's type or an arithmetic on it can hold.
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new DateTimeException("out of range");
            }
            return instant;
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    name + ": '" + shortened(value) + "' is not an instant between " + EARLIEST + " and " + LATEST,
                    "write it as 2015-08-01T06:00:00Z");
        }
    }

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    Duration duration(String name, Duration otherwise) {
        return text(name)
                .map(value -> {
                    try {
                        Duration duration = Duration.parse(value);
                        if (duration.isNegative() || duration.compareTo(Duration.ofDays(36500)) > 0) {
                            throw new DateTimeException("out of range");
                        }
                        return duration;
                    } catch (DateTimeException e) {
                        throw Problem.badRequest(
                                name + ": '" + shortened(value) + "' is not a duration", "write it as PT24H or P7D");
                    }
                })
                .orElse(otherwise);
    }

    int number(String name, int least, int most, int otherwise) {
        return text(name)
                .map(value -> {
                    int number;
                    try {
                        number = Integer.parseInt(value);
                    } catch (NumberFormatException e) {
                        number = least - 1;
                    }
                    if (number < least || number > most) {
                        throw Problem.badRequest(
                                name + ": '" + shortened(value) + "' is not a number from " + least + " to " + most,
                                "try " + name + "=" + otherwise);
                    }
                    return number;
                })
                .orElse(otherwise);
    }

    String oneOf(String name, String otherwise, String... choices) {
        List<String> known = Arrays.asList(choices);
        String value = text(name).orElse(otherwise);
        if (!known.contains(value)) {
            throw Problem.badRequest(
                    name + ": '" + shortened(value) + "' is not known", "use one of " + String.join(", ", known));
        }
        return value;
    }

    /** One of the choices; null where nothing is said. */
    String choice(String name, String... choices) {
        return text(name).isEmpty() ? null : oneOf(name, "", choices);
    }

    static String shortened(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }
}
