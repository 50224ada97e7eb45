package io.hearthwatch.ingest;

/**
 * Another process dropped readings up to a time after that of one that is about to be stored. The type's table has learnt of it by now:
 * decoded again, such readings are refused.
 */
final class HorizonMovedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HorizonMovedException(String type) {
        super("readings of " + type + " were dropped meanwhile, up to a time after some of these");
    }
}
