package io.hearthwatch.database.backup;

import java.nio.file.Path;

/**
 * What was written, checked or restored.
 *
 * @param file the archive
 * @param manifest what it says of itself
 * @param files number of files in it
 * @param bytes their size together, before compression
 * @param archiveBytes size of the archive
 */
public record BackupReport(Path file, Manifest manifest, int files, long bytes, long archiveBytes) {}
