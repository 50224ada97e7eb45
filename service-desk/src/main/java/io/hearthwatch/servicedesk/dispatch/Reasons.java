package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Rule;
import io.hearthwatch.servicedesk.dispatch.route.Rules;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Why a technician has a visit, and why another one cannot have it, in words. */
final class Reasons {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    /** More are not worth a look. */
    private static final int MOST_PINNED = 5;

    private final Board board;
    private final ZoneId zone;

    Reasons(Board board, ZoneId zone) {
        this.board = board;
        this.zone = zone;
    }

    private String clock(int minute) {
        return CLOCK.format(board.instant(minute).atZone(zone));
    }

    /** What speaks for it. */
    List<Text> why(Worker worker, Job job, int begin, int travel) {
        List<Text> why = new ArrayList<>();
        if (worker.id().equals(job.wish().technician())) {
            why.add(new Text("a person pinned it to " + worker.name(), "人工指定由" + worker.name() + "上门"));
        }
        if (worker.id().equals(job.wish().engineer())) {
            why.add(new Text("the household's own engineer", "该用户的专属工程师"));
        }
        if (job.type() != null) {
            why.add(new Text(
                    "trained for " + job.type() + (job.faultClass() == null ? "" : ", " + job.faultClass())
                            + "; licence " + worker.band().id(),
                    "具备该产品的维修技能，上岗证" + worker.band().label().zh()));
        }
        String from = clock(job.window().from());
        String to = clock(job.window().to());
        Slot known = board.windowOf(job);
        // Not what a pin, or what was told, or the time of day narrows it to.
        if (known != null
                && (job.published() != null || job.window().to() == Board.minute(board.origin(), known.to()))) {
            from = CLOCK.format(known.from().atZone(zone));
            to = CLOCK.format(known.to().atZone(zone));
        }
        why.add(new Text(
                "begins at " + clock(begin) + ", window " + from + " to " + to + "; " + travel + " min on the road",
                clock(begin) + "开始，预约时段" + from + "至" + to + "，路程" + travel + "分钟"));
        if (!job.parts().isEmpty()) {
            int missing = worker.toFetch(job);
            why.add(
                    missing == 0
                            ? new Text("has the parts on the van", "所需备件已随车")
                            : new Text(
                                    missing + " of " + job.parts().size() + " parts to be fetched first",
                                    job.parts().size() + "件备件中有" + missing + "件需先领取"));
        }
        return why;
    }

    /** What a rule says against it. */
    Text against(Rule rule, Worker worker, Job job, int begin) {
        return switch (rule) {
            case SKILL ->
                new Text(
                        worker.name() + " is not trained for " + job.type()
                                + (job.faultClass() == null ? "" : ", " + job.faultClass()),
                        worker.name() + "不具备该产品或故障类别的技能");
            case LICENCE -> new Text(worker.name() + " has no valid licence", worker.name() + "没有有效的上岗证");
            case WINDOW ->
                new Text(
                        "work would begin at " + clock(begin) + ", outside the window "
                                + clock(job.window().from()) + " to "
                                + clock(job.window().to()),
                        "将于" + clock(begin) + "开始，不在预约时段内");
            case WORKING_TIME ->
                worker.spans().isEmpty()
                        ? new Text(worker.name() + " does not work that day", worker.name() + "当天不上班")
                        : new Text(
                                "work would be over at " + clock(begin + job.minutes()) + ", after " + worker.name()
                                        + "'s day",
                                "将于" + clock(begin + job.minutes()) + "结束，超出" + worker.name() + "的工作时间");
            case PINNED ->
                new Text(
                        "a person pinned it to " + job.wish().technician(),
                        "已人工指定由" + job.wish().technician() + "上门");
            default -> rule.label();
        };
    }

    /**
     * Why nobody can do a visit: for each technician the first thing that is against it, told once; and what a person pinned there.
     *
     * @param pinned without any one of which it had a place
     */
    List<Text> whyNobody(Job job, List<Visit> pinned) {
        List<Text> why = new ArrayList<>(whyNobody(job));
        if (!pinned.isEmpty()) {
            String names = pinned.stream()
                    .limit(MOST_PINNED)
                    .map(visit ->
                            visit.job().number() + " (" + visit.job().wish().technician() + ")")
                    .collect(Collectors.joining(", "));
            why.add(new Text(
                    "a person pinned what is in the way: " + names
                            + "; whoever gives a pin up can assign it nevertheless",
                    "已人工指定的上门占用该时段：" + names + "；放弃该指定后可人工派工"));
        }
        return why;
    }

    private List<Text> whyNobody(Job job) {
        if (board.workers().isEmpty()) {
            return List.of(new Text("the centre has no technicians", "该网点没有服务工程师"));
        }
        List<Worker> able =
                board.workers().stream().filter(worker -> worker.masters(job)).toList();
        if (able.isEmpty()) {
            return List.of(new Text("nobody at the centre is trained for it", "该网点没有具备相应技能的工程师"));
        }
        List<Worker> there = able.stream()
                .filter(worker -> worker.licensed() && !worker.spans().isEmpty())
                .toList();
        if (there.isEmpty()) {
            return List.of(new Text("nobody who is trained for it works that day", "具备相应技能的工程师当天不上班"));
        }
        if (job.wish().technician() != null) {
            return List.of(new Text(
                    "it is pinned to " + job.wish().technician() + ", who cannot come in the window",
                    "已指定" + job.wish().technician() + "，但其无法在预约时段内上门"));
        }
        boolean couldAlone = there.stream()
                .anyMatch(worker -> Rules.broken(
                                worker, job, worker.begin(worker.from().minute(), 0, job))
                        .isEmpty());
        return List.of(
                couldAlone
                        ? new Text(
                                "everybody who is trained for it (" + there.size() + ") is taken in the window",
                                "具备相应技能的" + there.size() + "名工程师在该时段均已有安排")
                        : new Text("the window is over, or outside everybody's hours", "预约时段已过，或不在工作时间内"));
    }
}
