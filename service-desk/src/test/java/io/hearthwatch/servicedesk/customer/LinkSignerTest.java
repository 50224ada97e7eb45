package io.hearthwatch.servicedesk.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.Refusal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final byte[] KEY = new byte[32];

    private final LinkSigner signer = new LinkSigner(KEY);

    @Test
    void aTokenOpensItsTicketUntilItExpires() {
        String token = signer.sign(42, NOW.plusSeconds(60));
        assertThat(signer.verify(token, NOW)).isEqualTo(42);
        assertThatThrownBy(() -> signer.verify(token, NOW.plusSeconds(60)))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.GONE));
    }

    @Test
    void everyChangeOfATokenIsNoticed() {
        String token = signer.sign(42, NOW.plusSeconds(60));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            boolean unused = changed.equals(token);
            assertThatThrownBy(() -> {
                        long ticket = signer.verify(changed, NOW);
                        // The last character of base64 has bits that stand for nothing.
                        assertThat(ticket).isEqualTo(42);
                        throw new Refusal(Refusal.Kind.FORBIDDEN, "same bytes", "");
                    })
                    .as("%s %s", changed, unused)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        }
        String foreign = new LinkSigner(new byte[] {1, 2, 3}).sign(42, NOW.plusSeconds(60));
        for (String wrong : List.of("", ".", "a.b", "x", token + ".x", foreign, "ü.ü", token.repeat(10))) {
            assertThatThrownBy(() -> signer.verify(wrong, NOW))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        }
    }
}
