/**
 * Reading YAML that a person wrote, so that everything wrong with a file is said at once, each with its line.
 *
 * <p>A reader takes {@link io.hearthwatch.catalog.yaml.YamlDocument#read}, walks the {@link
 * io.hearthwatch.catalog.yaml.YamlNode}s with their typed getters, and ends with {@link
 * io.hearthwatch.catalog.yaml.Problems#throwIfAny()}. A getter that finds something wrong records it and returns empty,
 * so the walk goes on to the next problem.
 */
package io.hearthwatch.catalog.yaml;
