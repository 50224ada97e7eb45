package io.hearthwatch.servicedesk;

import java.util.List;

/**
 * What loading a service file did.
 *
 * @param read entries in the file
 * @param changed entries that were new or differed from what was stored; 0 when the same file is loaded again
 * @param stockMoves ledger moves written
 * @param unknownAppliances appliances of households that are not registered yet; not an error, they may come later
 */
public record LoadReport(int read, int changed, int stockMoves, List<String> unknownAppliances) {
    public LoadReport {
        unknownAppliances = List.copyOf(unknownAppliances);
    }
}
