package io.hearthwatch.gateway;

/**
 * Makes guessing secrets slow: after some failures, one address may try one user name only now and then, and all user names together
 * not too often. Others who share the address (behind a router or a balancer) are hardly in the way. Safe for use by several threads;
 * time is nanoseconds of a monotonic clock.
 */
final class LoginGuard {
    private static final int REMEMBERED = 10_000;
    private static final int BURST = 10;

    /** How much more an address may fail with all user names than with one. */
    private static final int NAMES = 100;

    private record Login(String address, String userName) {}

    private final Recent<Login, RateLimit> logins = new Recent<>(REMEMBERED);
    private final Recent<String, RateLimit> addresses = new Recent<>(REMEMBERED);
    private final double perSecond;

    /**
     * @param failuresPerMinute failures of one address with one user name, 0 for no limit
     */
    LoginGuard(int failuresPerMinute) {
        this.perSecond = failuresPerMinute / 60.0;
    }

    /** Whether this address has to wait before it may try this user name. */
    boolean mustWait(String address, String userName, long now) {
        return perSecond > 0
                && (login(address, userName).exhausted(now) || address(address).exhausted(now));
    }

    void failed(String address, String userName, long now) {
        if (perSecond > 0) {
            login(address, userName).claim(now, Long.MAX_VALUE);
            address(address).claim(now, Long.MAX_VALUE);
        }
    }

    private RateLimit login(String address, String userName) {
        return logins.get(new Login(address, userName), login -> new RateLimit(perSecond, BURST));
    }

    private RateLimit address(String address) {
        return addresses.get(address, a -> new RateLimit(perSecond * NAMES, BURST * NAMES));
    }
}
