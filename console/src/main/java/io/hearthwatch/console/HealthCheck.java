package io.hearthwatch.console;

import java.util.function.Supplier;

/**
 * One thing that has to be well for the service to be ready.
 *
 * @param name one lower-case word or two, such as {@code due_work}
 * @param look says how it is; answers within a second or so, since a balancer waits, and throws nothing
 */
public record HealthCheck(String name, Supplier<Health> look) {
    /**
     * How something is.
     *
     * @param well whether it may serve
     * @param detail a sentence for people, also where it is well
     */
    public record Health(boolean well, String detail) {
        /** All is well. */
        public static Health well(String detail) {
            return new Health(true, detail);
        }

        /** It may not serve, and why. */
        public static Health unwell(String detail) {
            return new Health(false, detail);
        }
    }
}
