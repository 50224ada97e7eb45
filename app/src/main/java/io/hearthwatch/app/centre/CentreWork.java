package io.hearthwatch.app.centre;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.CentreAudits;
import io.hearthwatch.servicedesk.organisation.CentreDetail;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Certificates and audits. */
abstract class CentreWork extends DeskCommand {
    @Parameters(paramLabel = "CENTRE", description = "its id, as: hearthwatch centre list")
    private String id;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        CentreLooks.centre(desk, id);
        change(desk, id);
        CentreDetail centre = CentreLooks.centre(desk, id);
        CentreLooks.print(centre, out);
        return centre;
    }

    abstract void change(ServiceDesk desk, String centre);

    /** What is to be corrected: what, who sees to it, and until when, with commas between. */
    static CentreAudits.Wanted wanted(String option, String text) {
        int last = text.lastIndexOf(',');
        int middle = last < 0 ? -1 : text.lastIndexOf(',', last - 1);
        String what = middle < 0 ? "" : text.substring(0, middle).strip();
        String owner = middle < 0 ? "" : text.substring(middle + 1, last).strip();
        try {
            if (!what.isEmpty() && !owner.isEmpty() && text.length() - last <= " 2026-12-31 ".length()) {
                return new CentreAudits.Wanted(
                        what, owner, LocalDate.parse(text.substring(last + 1).strip()));
            }
        } catch (DateTimeException e) {
            // Told below, as all that is not right about it.
        }
        throw CommandFailure.usage(
                option + " '" + text + "' is not WHAT,OWNER,DAY", option + " \"seal the store,wang,2026-12-20\"");
    }

    /** {@code centre certify CENTRE NAME}. */
    @Command(name = "certify", description = "Add a certificate.")
    static final class Certify extends CentreWork {
        @Parameters(index = "1", paramLabel = "NAME", description = "what it is called, such as \"gas work\"")
        private String name;

        @Option(names = "--issued-on", required = true, paramLabel = "DAY", description = "such as 2026-01-01")
        private LocalDate issuedOn;

        @Option(names = "--expires-on", required = true, paramLabel = "DAY", description = "such as 2028-01-01")
        private LocalDate expiresOn;

        @Mixin
        private Doer doer;

        @Override
        void change(ServiceDesk desk, String centre) {
            desk.organisation().centres().certify(Scope.EVERYTHING, centre, name, issuedOn, expiresOn, doer.name());
        }
    }

    /** {@code centre audit CENTRE}. */
    @Command(name = "audit", description = "Record a yearly audit and what is to be corrected.")
    static final class Audit extends CentreWork {
        @Option(names = "--held-on", required = true, paramLabel = "DAY", description = "such as 2026-11-20")
        private LocalDate heldOn;

        @Option(names = "--auditor", required = true, paramLabel = "NAME", description = "who audited")
        private String auditor;

        @Option(names = "--score", required = true, paramLabel = "0..100", description = "what was reached")
        private BigDecimal score;

        @Option(names = "--remarks", paramLabel = "TEXT", description = "what was seen")
        private String remarks;

        @Option(
                names = "--actions",
                paramLabel = "WHAT,OWNER,DAY",
                description = "what is to be corrected, by whom, until when; may be given more than once")
        private List<String> actions = List.of();

        @Override
        protected void check() {
            if (score.signum() < 0 || score.compareTo(BigDecimal.valueOf(100)) > 0) {
                throw CommandFailure.usage("--score must be between 0 and 100", "--score 82");
            }
            actions.forEach(each -> wanted("--actions", each));
        }

        @Override
        void change(ServiceDesk desk, String centre) {
            desk.organisation()
                    .centres()
                    .audit(
                            Scope.EVERYTHING,
                            centre,
                            new CentreDetail.Audit(0, heldOn, auditor, score, remarks),
                            actions.stream()
                                    .map(each -> wanted("--actions", each))
                                    .toList());
        }
    }
}
