package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often the public form may be sent, and by whom. */
class FormLimitsTest {
    private final AtomicLong nanos = new AtomicLong();

    private FormLimits limits(int perHour, int perMinute) {
        return new FormLimits(new FormSettings(perHour, perMinute, 0), nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void anAddressThatSendsTooOftenWaitsAndOthersDoNot() {
        FormLimits limits = limits(12, 1000);
        for (int i = 0; i < 5; i++) {
            assertThat(limits.wait("192.0.2.1")).isZero();
        }
        assertThat(limits.wait("192.0.2.1")).isEqualTo(300);
        assertThat(limits.wait("192.0.2.2")).isZero();
        pass(Duration.ofMinutes(5));
        assertThat(limits.wait("192.0.2.1")).isZero();
        assertThat(limits.wait("192.0.2.1")).isPositive();
    }

    @Test
    void allTogetherAreLimitedTooAndARefusalCostsNobodyAPlace() {
        FormLimits limits = limits(12, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(limits.wait("192.0.2." + i)).isZero();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(limits.wait("192.0.2.9")).isPositive();
        }
        pass(Duration.ofSeconds(20));
        assertThat(limits.wait("192.0.2.9")).isZero();
        assertThat(limits.wait("192.0.2.8")).isEqualTo(20);
    }

    @Test
    void slipsCostNoPlaceAndAreBoundedByThemselves() {
        FormLimits limits = limits(12, 1000);
        int slips = 0;
        while (limits.wait("192.0.2.1") == 0) {
            limits.refused("192.0.2.1");
            slips++;
        }
        assertThat(slips).isEqualTo(100);
        assertThat(limits.wait("192.0.2.1")).isBetween(1L, 15L);
        assertThat(limits.wait("192.0.2.2")).isZero();
        pass(Duration.ofSeconds(15));
        for (int i = 0; i < 5; i++) {
            assertThat(limits.wait("192.0.2.1")).as("what is right is taken").isZero();
        }
        assertThat(limits.wait("192.0.2.1")).isPositive();
    }

    @Test
    void slipsOfAllTogetherAreBoundedToo() {
        FormLimits limits = limits(12, 3);
        for (int i = 0; i < 60; i++) {
            assertThat(limits.wait("192.0.2." + i)).isZero();
            limits.refused("192.0.2." + i);
        }
        assertThat(limits.wait("198.51.100.1")).isEqualTo(1);
    }

    @Test
    void memoryIsBoundedHoweverManyAddressesCome() {
        FormLimits limits = limits(12, 1_000_000);
        for (int i = 0; i < 25_000; i++) {
            limits.wait("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256);
        }
        assertThat(limits.remembered()).isEqualTo(10_000);
    }

    @Test
    void onlyOurOwnProxiesAreBelieved() {
        List<String> headers = List.of("6.6.6.6, 198.51.100.7", "10.0.0.2");
        assertThat(FormLimits.forwarded(headers, 0, "127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(FormLimits.forwarded(headers, 1, "127.0.0.1")).isEqualTo("10.0.0.2");
        assertThat(FormLimits.forwarded(headers, 2, "127.0.0.1")).isEqualTo("198.51.100.7");
        assertThat(FormLimits.forwarded(List.of(), 1, "127.0.0.1")).isEqualTo("127.0.0.1");
    }

    @Test
    void ofIpv6TheNetworkCountsAndNonsenseIsOneAddress() {
        assertThat(FormLimits.network("2001:db8:1:2::1")).isEqualTo(FormLimits.network("2001:db8:1:2:ffff::9"));
        assertThat(FormLimits.network("2001:db8:1:2::1")).isNotEqualTo(FormLimits.network("2001:db8:1:3::1"));
        assertThat(FormLimits.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(FormLimits.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(FormLimits.network("evil.example")).isEqualTo("unknown");
        assertThat(FormLimits.network(":::::")).isEqualTo("unknown");
    }
}
