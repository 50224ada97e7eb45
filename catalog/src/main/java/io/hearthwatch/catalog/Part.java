package io.hearthwatch.catalog;

/**
 * A spare part.
 *
 * @param number the maker's part number
 * @param label name for people
 */
public record Part(String number, Text label) {}
