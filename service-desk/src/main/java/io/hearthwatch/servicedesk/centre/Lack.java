package io.hearthwatch.servicedesk.centre;

import io.hearthwatch.catalog.Text;
import java.util.List;
import java.util.Locale;

/** Why a centre cannot take a job, as {@code service.centre_lacks} finds it. */
enum Lack {
    CERTIFICATE("its certificate has expired", "认证已过期"),
    COMPETENCE("it does not repair this", "无此类产品或故障的服务能力"),
    KIND("it does not do this kind of work", "不承接此类服务"),
    TECHNICIAN("none of its technicians at work has the skill", "在岗工程师均无此技能");

    private final String en;
    private final String zh;

    Lack(String en, String zh) {
        this.en = en;
        this.zh = zh;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Lack of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Several in one breath. */
    static Text words(List<Lack> lacks) {
        return new Text(
                String.join("; ", lacks.stream().map(lack -> lack.en).toList()),
                String.join("；", lacks.stream().map(lack -> lack.zh).toList()));
    }
}
