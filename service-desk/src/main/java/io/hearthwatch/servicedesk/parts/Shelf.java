package io.hearthwatch.servicedesk.parts;

/** A part at a warehouse. */
record Shelf(String warehouse, String part) {
    @Override
    public String toString() {
        return part + " at " + warehouse;
    }
}
