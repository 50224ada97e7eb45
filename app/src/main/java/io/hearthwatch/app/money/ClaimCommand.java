package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Claims;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code money claim}: one claim of a centre. They are listed by {@code money claims}. */
@Command(
        name = "claim",
        description = {
            "Claim for an accepted job, look at a claim, decide a line by hand, or take a claim back.",
            "",
            "Example: hearthwatch money claim file HW-000123 --lines labour --lines travel_km,km=12.5,evidence=log-17",
            "         hearthwatch money claim decide 7 --line 2 --allowed 20 --reason \"shorter way\" --who li"
        },
        subcommands = {
            ClaimCommand.File.class,
            ClaimCommand.Show.class,
            ClaimCommand.Decide.class,
            ClaimCommand.Withdraw.class
        })
final class ClaimCommand extends CommandGroup {
    /** {@code money claim file TICKET}. */
    @Command(name = "file", description = "Claim for an accepted job; each line is held against the ticket at once.")
    static final class File extends MoneyWork {
        @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Option(
                names = "--lines",
                required = true,
                paramLabel = "ITEM[,KEY=VALUE]",
                description =
                        "labour, travel, travel_km, part or part_handling, with part_line, quantity, km, amount or"
                                + " evidence; may be given more than once")
        private List<String> lines;

        @Option(names = "--currency", paramLabel = "CODE", description = "of all amounts, such as CNY")
        private String currency;

        @Option(names = "--note", paramLabel = "TEXT", description = "whatever else is to be said")
        private String note;

        @Override
        void check() {
            lines.forEach(ClaimedLine::read);
        }

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Claims.Item> items = lines.stream().map(ClaimedLine::read).toList();
            Map<String, Object> claim = money.claims().file(actor, ticket, currency, items, note);
            MoneyClaims.print(out, claim);
            return claim;
        }
    }

    /** {@code money claim show ID}. */
    @Command(name = "show", description = "Show a claim with what was found, line by line.")
    static final class Show extends MoneyWork {
        @Parameters(paramLabel = "ID", description = "its number, as: hearthwatch money claims")
        private long id;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> claim = money.claims().one(actor, id);
            MoneyClaims.print(out, claim);
            return claim;
        }
    }

    /** {@code money claim decide ID}. */
    @Command(
            name = "decide",
            description = "Decide a line by hand, by another person than the claimant; no check changes it then.")
    static final class Decide extends MoneyWork {
        @Parameters(paramLabel = "ID", description = "the claim's number")
        private long id;

        @Option(names = "--line", required = true, paramLabel = "N", description = "which line of it, from 1")
        private int line;

        @Option(names = "--allowed", required = true, paramLabel = "X", description = "how much is paid, such as 20")
        private BigDecimal allowed;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Override
        void check() {
            if (reason.isBlank()) {
                throw CommandFailure.usage("--reason is empty", "say why");
            }
        }

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> claim = money.claims().decide(actor, id, line, allowed, reason);
            MoneyClaims.print(out, claim);
            return claim;
        }
    }

    /** {@code money claim withdraw ID}. */
    @Command(name = "withdraw", description = "Take back a claim that is not settled.")
    static final class Withdraw extends MoneyWork {
        @Parameters(paramLabel = "ID", description = "the claim's number")
        private long id;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> claim = money.claims().withdraw(actor, id);
            MoneyClaims.print(out, claim);
            return claim;
        }
    }
}
