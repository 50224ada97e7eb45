package io.hearthwatch.servicedesk.customer;

/**
 * How a household says that it wants to hear from us.
 *
 * @param language en or zh; null to leave it
 * @param channel email, webhook or none
 * @param how in which words or by which form they agreed, or said no
 * @param quietHours such as {@code 21:00-08:00} by the clocks of its centre, {@code none} for no quiet hours; null to leave them
 * @param surveys whether they may be asked how it went; null to leave it
 */
public record PreferenceWish(
        String language,
        String channel,
        String email,
        boolean consent,
        String how,
        String quietHours,
        Boolean surveys) {
    /** How and whether they are written to; the rest stays as it is. */
    public static PreferenceWish of(String language, String channel, String email, boolean consent, String how) {
        return new PreferenceWish(language, channel, email, consent, how, null, null);
    }
}
