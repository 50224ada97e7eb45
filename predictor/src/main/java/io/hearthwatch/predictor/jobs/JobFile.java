package io.hearthwatch.predictor.jobs;

/**
 * A file that a job left to be downloaded.
 *
 * @param name what to call it
 * @param mediaType such as {@code text/csv}
 * @param bytes how large it is
 */
public record JobFile(String name, String mediaType, long bytes) {}
