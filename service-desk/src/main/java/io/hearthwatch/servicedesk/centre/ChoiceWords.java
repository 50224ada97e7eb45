package io.hearthwatch.servicedesk.centre;

import io.hearthwatch.catalog.Text;
import java.util.Locale;

/** Why a centre was chosen, as people read it. */
final class ChoiceWords {
    private ChoiceWords() {}

    static Text why(Chosen chosen) {
        Text why = rule(chosen);
        if (chosen.passed() == null || chosen.how() == How.NAMED || chosen.how() == How.NOBODY) {
            return why;
        }
        Text own = chosen.passed().name();
        Text lacks = Lack.words(chosen.passed().lacks());
        return new Text(
                why.en() + ". Not the household's own centre " + own.en() + ": " + lacks.en(),
                why.zh() + "。用户所属网点" + own.zh() + "不能承接：" + lacks.zh());
    }

    private static Text rule(Chosen chosen) {
        return switch (chosen.how()) {
            case NAMED -> new Text("a person named this centre", "由人工指定网点");
            case OWN -> new Text("the household's own service centre", "用户所属服务网点");
            case TERRITORY -> {
                Text serves = serves(chosen.fit());
                Text load = load(chosen.fit());
                yield new Text(serves.en() + "; " + load.en(), serves.zh() + "；" + load.zh());
            }
            case USUAL -> new Text("the centre that usually serves this type", "该类产品的默认服务网点");
            case NOBODY -> nobody(chosen);
        };
    }

    static Text serves(Chosen.Fit fit) {
        String km = fit.kilometres() == null ? null : String.format(Locale.ROOT, "%.1f km", fit.kilometres());
        if (fit.area() == null) {
            return new Text(km + " away", "距离用户 " + km);
        }
        return new Text(
                "serves the area " + fit.area() + (km == null ? "" : ", " + km + " away"),
                "服务区域包含 " + fit.area() + (km == null ? "" : "，距离用户 " + km));
    }

    static Text load(Chosen.Fit fit) {
        return new Text(
                fit.jobs() + (fit.jobs() == 1 ? " job" : " jobs") + " still to do"
                        + (fit.hands() == 0 ? "" : ", " + fit.hands() + " who can do this one"),
                "待办 " + fit.jobs() + " 单" + (fit.hands() == 0 ? "" : "，可承接的工程师 " + fit.hands() + " 名"));
    }

    private static Text nobody(Chosen chosen) {
        boolean none = chosen.centre() == null;
        Text own = chosen.passed() == null
                ? new Text("", "")
                : new Text(
                        "; the household's own centre " + chosen.passed().name().en() + ": "
                                + Lack.words(chosen.passed().lacks()).en(),
                        "；用户所属网点" + chosen.passed().name().zh() + "："
                                + Lack.words(chosen.passed().lacks()).zh());
        return new Text(
                "no service centre that serves this household is able to take it" + own.en() + ". "
                        + (none ? "Headquarters have it" : "This centre has it until headquarters choose another"),
                "没有能为该用户承接此单的服务网点" + own.zh() + "。" + (none ? "暂由总部负责" : "暂由本网点负责，待总部另行指派"));
    }
}
