package io.hearthwatch.history;

import java.time.ZoneId;

/**
 * A column that holds times.
 *
 * @param column where the text comes from
 * @param format how it is written
 * @param zone whose days are meant where only the day counts
 */
record TimeColumn(Column column, TimeFormat format, ZoneId zone) {}
