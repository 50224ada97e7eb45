package io.hearthwatch.gateway.broker;

/** The broker is away or says no; the message says which, in words for people and without secrets. */
final class BrokerRefusedException extends RuntimeException {
    BrokerRefusedException(String message) {
        super(message);
    }
}
