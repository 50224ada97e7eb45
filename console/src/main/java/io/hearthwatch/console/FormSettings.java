package io.hearthwatch.console;

/**
 * What the public form takes.
 *
 * @param addressPerHour reports an hour from one address
 * @param allPerMinute reports a minute from all addresses together, to this process
 * @param proxies how many proxies of ours requests pass; each appends to X-Forwarded-For whom it was asked by
 */
public record FormSettings(int addressPerHour, int allPerMinute, int proxies) {
    public FormSettings {
        if (addressPerHour < 1 || allPerMinute < 1 || proxies < 0 || proxies > 10) {
            throw new IllegalArgumentException("not the limits of a form: " + addressPerHour + " an hour, "
                    + allPerMinute + " a minute, " + proxies + " proxies");
        }
    }

    /** Twelve an hour from one address, 60 a minute from all, and no proxy. */
    public static FormSettings defaults() {
        return new FormSettings(12, 60, 0);
    }
}
