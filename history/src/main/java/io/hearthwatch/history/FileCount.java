package io.hearthwatch.history;

/**
 * What was read of a file so far, as one kind of record.
 *
 * @param kind what its rows were read as
 * @param file its name, relative to the directory that was opened
 * @param read rows read, without those that the mapping's {@code where} leaves out
 * @param rejected how many of these could not be used
 */
public record FileCount(RecordKind kind, String file, long read, long rejected) {}
