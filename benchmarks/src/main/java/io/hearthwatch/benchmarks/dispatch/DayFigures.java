package io.hearthwatch.benchmarks.dispatch;

import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Rules;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a plan achieves; counted the same way for whoever made it. */
final class DayFigures {
    private DayFigures() {}

    static Map<String, Object> of(RoutePlan plan) {
        int jobs = plan.visits().size();
        int unassigned = plan.unassigned().size();
        int onTime = 0;
        int broken = 0;
        int fetched = 0;
        int urgentWait = 0;
        int urgent = 0;
        for (Visit visit : plan.visits()) {
            if (visit.route() == null) {
                continue;
            }
            onTime += visit.begin() >= visit.job().window().from()
                            && visit.begin() <= visit.job().window().to()
                    ? 1
                    : 0;
            broken += Rules.broken(visit.route().worker(), visit.job(), visit.begin())
                            .isEmpty()
                    ? 0
                    : 1;
            fetched += visit.route().worker().toFetch(visit.job());
            if (visit.job().urgency() == 3) {
                urgent++;
                urgentWait += visit.begin() - visit.job().window().from();
            }
        }
        IntSummaryStatistics load = plan.routes().stream()
                .mapToInt(route -> route.visits().stream()
                        .mapToInt(visit -> visit.job().minutes())
                        .sum())
                .summaryStatistics();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("travel_minutes", plan.travelMinutes());
        figures.put("travel_minutes_per_visit", (double) plan.travelMinutes() / Math.max(1, jobs - unassigned));
        figures.put("on_time_share", (double) onTime / jobs);
        figures.put("unassigned", unassigned);
        figures.put("hard_rules_broken", broken);
        figures.put("parts_to_fetch", fetched);
        figures.put("urgent_wait_minutes", urgent == 0 ? 0 : (double) urgentWait / urgent);
        figures.put("work_minutes_least", load.getMin());
        figures.put("work_minutes_most", load.getMax());
        return figures;
    }
}
