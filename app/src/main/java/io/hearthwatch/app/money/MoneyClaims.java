package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code money claims}. */
@Command(
        name = "claims",
        description = "List what centres claim, with what was found when it was held against the ticket.")
final class MoneyClaims extends MoneyWork {
    @Option(names = "--centre", paramLabel = "ID", description = "only this service centre's")
    private String centre;

    @Option(names = "--ticket", paramLabel = "TICKET", description = "only this ticket's, by its number")
    private String ticket;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 50)")
    private int limit = 50;

    @Override
    void check() {
        if (limit < 1 || limit > 1_000) {
            throw CommandFailure.usage("--limit must be between 1 and 1000", "--limit 50");
        }
    }

    @Override
    Object run(Money money, Actor actor, PrintWriter out) {
        List<Map<String, Object>> claims = new ArrayList<>();
        for (Map<String, Object> head : money.claims().list(actor, centre, ticket, null, limit)) {
            Map<String, Object> claim = money.claims().one(actor, ((Number) head.get("id")).longValue());
            claims.add(claim);
            print(out, claim);
        }
        return claims;
    }

    /** One claim, line by line. */
    static void print(PrintWriter out, Map<String, Object> claim) {
        out.printf(
                "claim %s of %s for %s: %s, %s %s allowed%n",
                claim.get("id"),
                claim.get("centre"),
                claim.get("ticket"),
                claim.get("state"),
                shown(claim.get("allowed")),
                claim.get("currency"));
        for (Object each : (List<?>) claim.get("lines")) {
            Map<?, ?> line = (Map<?, ?>) each;
            out.printf(
                    "  %2s %-14s claimed %10s allowed %10s  %s%n",
                    line.get("n"),
                    line.get("item"),
                    shown(line.get("claimed")),
                    shown(line.get("allowed")),
                    line.get("verdict"));
            for (Object finding : (List<?>) line.get("findings")) {
                out.println("     " + ((Map<?, ?>) finding).get("en"));
            }
        }
    }
}
