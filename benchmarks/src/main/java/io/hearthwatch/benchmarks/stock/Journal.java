package io.hearthwatch.benchmarks.stock;

import java.util.ArrayList;
import java.util.List;

/** What one client was told. Filled by its thread, read when that has ended. */
final class Journal {
    /** Each operation that was answered. */
    final List<Entry> entries = new ArrayList<>();

    /** What it built in under tickets. */
    final List<Line> lines = new ArrayList<>();

    /** Numbered units that it brought. */
    final List<Unit> received = new ArrayList<>();

    /** Numbered units that it fitted. */
    final List<Unit> fitted = new ArrayList<>();
}
