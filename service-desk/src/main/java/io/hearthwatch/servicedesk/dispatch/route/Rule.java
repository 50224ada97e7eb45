package io.hearthwatch.servicedesk.dispatch.route;

import io.hearthwatch.catalog.Text;

/** What a plan is weighed by. The names are those of the constraints, and stay. */
public enum Rule {
    SKILL("skill", Kind.HARD, "Skill", "技能"),
    LICENCE("licence", Kind.HARD, "Licence", "上岗证"),
    WINDOW("window", Kind.HARD, "Appointment window", "预约时段"),
    WORKING_TIME("working_time", Kind.HARD, "Working time", "工作时间"),
    PINNED("pinned", Kind.HARD, "Pinned by a person", "人工指定"),
    PINNED_TIME("pinned_time", Kind.MEDIUM, "Pinned time", "人工指定的时间"),
    ASSIGNED("assigned", Kind.MEDIUM, "Visits with nobody", "未安排的上门"),
    TRAVEL("travel", Kind.SOFT, "Travel", "路程"),
    URGENCY("urgency", Kind.SOFT, "Urgent ones early", "紧急优先"),
    ON_TIME("on_time", Kind.SOFT, "Room before the window ends", "准时余量"),
    PARTS("parts", Kind.SOFT, "Parts on the van", "随车备件"),
    FAIRNESS("fairness", Kind.SOFT, "Fair share by licence and grade", "按上岗证与级别均衡"),
    STABILITY("stability", Kind.SOFT, "As published before", "少变动"),
    ENGINEER("own_engineer", Kind.SOFT, "The household's own engineer", "专属工程师");

    /** How much a rule weighs. */
    public enum Kind {
        /** Never broken in a plan that is published. */
        HARD,
        /** Broken only where nothing else is possible. */
        MEDIUM,
        /** Weighed against each other. */
        SOFT
    }

    private final String id;
    private final Kind kind;
    private final String english;
    private final String chinese;

    Rule(String id, Kind kind, String english, String chinese) {
        this.id = id;
        this.kind = kind;
        this.english = english;
        this.chinese = chinese;
    }

    public String id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    /** Its name for people. */
    public Text label() {
        return new Text(english, chinese);
    }

    /** The rule of that id. */
    public static Rule of(String id) {
        for (Rule rule : values()) {
            if (rule.id.equals(id)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("no rule " + id);
    }
}
