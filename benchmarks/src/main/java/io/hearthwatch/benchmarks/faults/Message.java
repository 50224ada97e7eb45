package io.hearthwatch.benchmarks.faults;

/**
 * One message of an appliance, which stays the same however often it is sent.
 *
 * @param id number in the ledger
 * @param appliance the maker's id
 * @param kind last word of its topic: {@code telemetry} or {@code faults}
 * @param payload JSON without line breaks
 */
record Message(long id, String appliance, String kind, String payload) {
    String topic() {
        return "appliances/" + appliance + "/" + kind;
    }
}
