package io.hearthwatch.benchmarks.faults;

import java.util.List;

/**
 * The ledger compared with the database.
 *
 * @param sent messages
 * @param acknowledged messages acknowledged
 * @param refused messages answered that nothing of them was good
 * @param unacknowledged messages without an answer when the run ended
 * @param unreported messages among these whose sender was not told either that sending failed
 * @param items readings and faults in the acknowledged messages
 * @param storedItems readings and faults that the database has
 * @param keptItems items of acknowledged messages that the database has, with the reason, among the rejected ones
 * @param lost items of acknowledged messages that are neither stored nor kept among the rejected ones; and items of refused ones that were
 *     not kept
 * @param doubled items that the database has more than once
 * @param changed items stored with another value than was sent
 * @param invented rows that nobody sent
 * @param examples what is wrong, in words; the first few
 */
record Findings(
        long sent,
        long acknowledged,
        long refused,
        long unacknowledged,
        long unreported,
        long items,
        long storedItems,
        long keptItems,
        long lost,
        long doubled,
        long changed,
        long invented,
        List<String> examples) {
    /** Whether the promise held. */
    boolean good() {
        return lost == 0 && doubled == 0 && changed == 0 && invented == 0 && unreported == 0;
    }
}
