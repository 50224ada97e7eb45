package io.hearthwatch.fleet;

/**
 * What registering an appliance gave. The secret is to be shown once; it cannot be read again. {@link #toString()} does not show it.
 *
 * @param appliance the appliance as registered
 * @param secret its generated secret, or null if the appliance was registered before
 */
public record NewCredential(Appliance appliance, String secret) {

    /** Whether the appliance was registered now, not earlier. */
    public boolean added() {
        return secret != null;
    }

    @Override
    public String toString() {
        return "NewCredential[" + appliance.id() + (added() ? ", new secret]" : ", repeated]");
    }
}
