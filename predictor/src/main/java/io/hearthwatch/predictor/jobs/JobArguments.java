package io.hearthwatch.predictor.jobs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.predictor.PredictionException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The arguments of a job, of those that its kind declares. Wrong ones throw a {@link PredictionException}. */
public final class JobArguments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode json;
    private final Set<String> known;

    /**
     * @param known what may be given
     * @throws PredictionException if there is one that is not among them
     */
    public JobArguments(ObjectNode json, Set<String> known) {
        this.json = json;
        this.known = known;
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new PredictionException(
                        "the argument '" + shortened(name) + "' is not known here",
                        "use only " + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    /** Whether there is a value of that name. */
    public boolean has(String name) {
        return value(name).isPresent();
    }

    /**
     * Refuses what has no effect beside the others.
     *
     * @param why what they would have to be given for
     */
    public void refuse(String why, String... names) {
        List<String> given = Stream.of(names).filter(this::has).toList();
        if (!given.isEmpty()) {
            throw new PredictionException(
                    "'" + String.join("', '", given) + "': " + why, "leave out " + String.join(", ", given));
        }
    }

    /** A text. */
    public Optional<String> text(String name) {
        return value(name).map(value -> {
            if (!value.isTextual() || value.textValue().isBlank()) {
                throw wrong(name, "a text");
            }
            return value.textValue();
        });
    }

    /** A text that has to be there. */
    public String required(String name) {
        return text(name)
                .orElseThrow(() -> new PredictionException("'" + name + "' is missing", "add it to \"arguments\""));
    }

    /** An instant such as {@code 2015-08-01T06:00:00Z}. */
    public Optional<Instant> instant(String name) {
        return text(name).map(text -> parse(name, text, Instant::parse, "an instant such as 2015-08-01T06:00:00Z"));
    }

    /** A duration such as {@code PT24H} or {@code P7D}. */
    public Optional<Duration> duration(String name) {
        return text(name).map(text -> duration(name, text));
    }

    /** A duration, or an array of them; empty if there is none. */
    public List<Duration> durations(String name) {
        List<Duration> durations = new ArrayList<>();
        texts(name).ifPresent(texts -> texts.forEach(text -> durations.add(duration(name, text))));
        return durations;
    }

    /** A text, or an array of texts. */
    public Optional<List<String>> texts(String name) {
        return value(name).map(value -> {
            List<String> texts = new ArrayList<>();
            for (JsonNode each : value.isArray() ? value : List.of(value)) {
                if (!each.isTextual() || each.textValue().isBlank()) {
                    throw wrong(name, "a text or an array of texts");
                }
                texts.add(each.textValue());
            }
            return texts;
        });
    }

    /** A whole number from {@code least} to {@code most}. */
    public Optional<Long> number(String name, long least, long most) {
        return value(name).map(value -> {
            if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
                throw wrong(name, "a whole number from " + least + " to " + most);
            }
            return value.asLong();
        });
    }

    /** True or false. */
    public Optional<Boolean> flag(String name) {
        return value(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(name, "true or false");
            }
            return value.booleanValue();
        });
    }

    /** One of a few words. */
    public Optional<String> oneOf(String name, String... words) {
        return text(name).map(word -> {
            if (!List.of(words).contains(word)) {
                throw new PredictionException(
                        "there is no " + name + " '" + shortened(word) + "'", "use one of " + String.join(", ", words));
            }
            return word;
        });
    }

    /** An object, whatever is in it. */
    public Optional<Map<String, Object>> object(String name) {
        return value(name).map(value -> {
            if (!value.isObject()) {
                throw wrong(name, "an object");
            }
            return JSON.convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {});
        });
    }

    /** An object of numbers that are at least 0; in the order given. */
    public Optional<Map<String, Double>> amounts(String name) {
        return value(name).map(value -> {
            Map<String, Double> amounts = new LinkedHashMap<>();
            if (!value.isObject() || value.isEmpty()) {
                throw wrong(name, "an object of numbers by name");
            }
            value.properties().forEach(each -> {
                double amount = each.getValue().isNumber() ? each.getValue().doubleValue() : Double.NaN;
                if (!(amount >= 0) || Double.isInfinite(amount)) {
                    throw wrong(name + "." + shortened(each.getKey()), "a number of at least 0");
                }
                amounts.put(each.getKey(), amount);
            });
            return amounts;
        });
    }

    private Optional<JsonNode> value(String name) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is asked for, but not declared");
        }
        JsonNode value = json.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private static Duration duration(String name, String text) {
        Duration duration = parse(name, text, Duration::parse, "a duration such as PT24H or P7D");
        if (duration.isNegative() || duration.compareTo(Duration.ofDays(36_500)) > 0) {
            throw wrong(name, "a duration of at most a hundred years");
        }
        return duration;
    }

    private static <T> T parse(String name, String text, Function<String, T> parser, String what) {
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            throw wrong(name, what);
        }
    }

    private static PredictionException wrong(String name, String what) {
        return new PredictionException("'" + name + "' is not " + what, "look at docs/models.md");
    }

    private static String shortened(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }
}
