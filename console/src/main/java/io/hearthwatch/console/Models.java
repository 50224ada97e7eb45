package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.predictor.ModelRegistry;
import io.hearthwatch.predictor.jobs.ModelJobs;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the console needs to know of models.
 *
 * @param registry which there are, and which are live
 * @param jobs long work on them
 * @param shadow how a type's challenger fares beside the champion, by type
 * @param report the newest evaluation of a model as a page (HTML), by model and the language that it opens in, en or zh; empty if there is
 *     none
 * @param watch what the last daily look at each live model found
 */
public record Models(
        ModelRegistry registry,
        ModelJobs jobs,
        Function<String, JsonNode> shadow,
        BiFunction<String, String, Optional<String>> report,
        Supplier<JsonNode> watch) {}
