package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.servicedesk.CentreCapacity;
import io.hearthwatch.servicedesk.ShadowReason;
import io.hearthwatch.servicedesk.TicketPolicies;
import io.hearthwatch.servicedesk.TypePolicy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code policy show}. */
@Command(
        name = "show",
        description =
                "Show for each type whether predictions open tickets, what outcomes cost, and what would have been opened.")
final class PolicyShow implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this type, with its components")
    private String type;

    @Option(names = "--last", paramLabel = "DURATION", description = "count this far back (default: 30d)")
    private Duration last = Duration.ofDays(30);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            if (type != null) {
                PolicyCommand.checkType(workspace, type);
            }
            TicketPolicies policies = workspace.serviceDesk().policies();
            List<TypePolicy> types = policies.types(workspace.clock().instant().minus(last)).stream()
                    .filter(each -> type == null || each.type().equals(type))
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%-24s %-9s %7s %7s %9s %8s%n", "TYPE", "TICKETS", "OPEN", "OPENED", "WOULD BE", "WAITING");
            types.forEach(each -> row(out, each));
            if (type != null) {
                components(workspace, out);
            }
            centres(policies.centres(), out);
            policies.stops()
                    .forEach((of, stop) -> out.printf(
                            "%nSTOPPED: %s since %s by %s: %s%n",
                            of.equals("*") ? "all types" : of, stop.at(), stop.who(), stop.reason()));
            types.stream()
                    .filter(each -> each.mode() == TypePolicy.Mode.SHADOW)
                    .findFirst()
                    .ifPresent(each -> out.printf(
                            "%nIn shadow, no ticket is opened. To enable one: hearthwatch policy enable --type %s%n",
                            each.type()));
            out.flush();
            json.write(report(workspace, types, policies));
        }
    }

    private static void row(PrintWriter out, TypePolicy each) {
        out.printf(
                Locale.ROOT,
                "%-24s %-9s %,7d %,7d %,9d %,8d%n",
                each.type(),
                each.mode().name().toLowerCase(Locale.ROOT),
                each.counts().open(),
                each.counts().opened(),
                wouldBe(each),
                each.counts().waiting());
    }

    private static int wouldBe(TypePolicy each) {
        return each.counts().wouldBe().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private void components(Workspace workspace, PrintWriter out) {
        TicketPolicies policies = workspace.serviceDesk().policies();
        Map<String, Double> thresholds = new PolicyOffice(workspace).thresholds(type);
        out.printf(
                "%n%-24s %10s %10s %8s %7s %10s   %s%n",
                "COMPONENT",
                "MISSED",
                "NEEDLESS",
                "HOLD",
                "SAFETY",
                "FROM",
                policies.currency(type).orElse(""));
        for (Component component : workspace.catalog().type(type).components().values()) {
            Costs costs = policies.costs(type, component.id());
            Double threshold = thresholds.get(component.id());
            out.printf(
                    Locale.ROOT,
                    "%-24s %10.2f %10.2f %8.2f %7s %10s%n",
                    component.id(),
                    costs.missedFailure(),
                    costs.needlessVisit(),
                    costs.heldPart(),
                    component.safetyWeight() > 1 ? "×" + component.safetyWeight() : "-",
                    threshold == null ? "no model" : String.format(Locale.ROOT, "%.1f %%", threshold * 100));
        }
    }

    private static void centres(List<CentreCapacity> centres, PrintWriter out) {
        if (centres.stream().anyMatch(centre -> centre.ticketsPerDay() != null)) {
            out.printf("%n%-24s %9s %7s %8s%n", "CENTRE", "A DAY", "TODAY", "WAITING");
            centres.forEach(centre -> out.printf(
                    "%-24s %9s %7d %8d%n",
                    centre.centre(),
                    centre.ticketsPerDay() == null ? "no limit" : centre.ticketsPerDay(),
                    centre.openedToday(),
                    centre.waiting()));
        }
    }

    private static Map<String, Object> report(Workspace workspace, List<TypePolicy> types, TicketPolicies policies) {
        PolicyOffice office = new PolicyOffice(workspace);
        List<Map<String, Object>> all = new ArrayList<>();
        for (TypePolicy each : types) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", each.type());
            json.put("mode", each.mode().name().toLowerCase(Locale.ROOT));
            json.put("decided", each.decided());
            json.put("since", each.since() == null ? null : each.since().toString());
            json.put("stop", each.stop() == null ? null : PolicyTurn.json(each.stop()));
            json.put("open", each.counts().open());
            json.put("opened", each.counts().opened());
            Map<String, Integer> wouldBe = new LinkedHashMap<>();
            for (ShadowReason reason : ShadowReason.values()) {
                if (reason != ShadowReason.CHALLENGER) {
                    wouldBe.put(reason.id(), each.counts().wouldBe().getOrDefault(reason, 0));
                }
            }
            json.put("would_be", wouldBe);
            json.put("suppressed", each.counts().suppressed());
            json.put("waiting", each.counts().waiting());
            json.put("currency", policies.currency(each.type()).orElse(null));
            Map<String, Double> thresholds = office.thresholds(each.type());
            Map<String, Object> components = new LinkedHashMap<>();
            workspace.catalog().type(each.type()).components().forEach((id, component) -> {
                Costs costs = policies.costs(each.type(), id);
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("missed_failure", costs.missedFailure());
                one.put("needless_visit", costs.needlessVisit());
                one.put("held_part", costs.heldPart());
                one.put("safety_weight", component.safetyWeight());
                one.put("threshold", thresholds.get(id));
                components.put(id, one);
            });
            json.put("components", components);
            all.add(json);
        }
        List<Map<String, Object>> centres = new ArrayList<>();
        for (CentreCapacity centre : policies.centres()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("centre", centre.centre());
            json.put("tickets_per_day", centre.ticketsPerDay());
            json.put("opened_today", centre.openedToday());
            json.put("waiting", centre.waiting());
            centres.add(json);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("types", all);
        report.put("centres", centres);
        return report;
    }
}
