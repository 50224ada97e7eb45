package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.Outlook;
import java.time.Duration;

/** The one sentence about a component that people act on. */
public final class Headlines {
    private Headlines() {}

    /**
     * Such as {@code 62 % likely that the drain pump fails within 7 days}.
     *
     * @param name what people call the component
     */
    static Text likely(Text name, double probability, Duration lead, Duration horizon) {
        Text span = span(lead, horizon);
        return new Text(
                Words.beginning(Words.percent(probability)) + " likely that " + Words.the(name.en()) + " fails "
                        + span.en(),
                name.zh() + "在" + span.zh() + "发生故障的可能性为" + Words.percentZh(probability));
    }

    /** The same for what the newest scoring said; where nothing was learnt, it says that instead. */
    public static Text of(Text name, Outlook outlook) {
        Text span = span(outlook.lead(), outlook.horizon());
        String the = Words.the(name.en());
        double probability = outlook.probability();
        Text share = Double.isNaN(probability) ? new Text("", "") : Words.share(probability);
        return switch (outlook.basis()) {
            case MODEL -> likely(name, outlook.probability(), outlook.lead(), outlook.horizon());
            case PRIOR ->
                new Text(
                        "Too few failures of " + the + " are known to predict one; in the whole fleet about "
                                + share.en() + " fail " + span.en(),
                        name.zh() + "的已知故障太少，无法单独预测；就全部同类家电而言，" + span.zh() + "发生故障的约占" + share.zh());
            case TOO_LITTLE_DATA ->
                new Text("Too little data to say how likely " + the + " is to fail", "数据太少，无法给出" + name.zh() + "的故障概率");
        };
    }

    private static Text span(Duration lead, Duration horizon) {
        Text far = Words.span(horizon);
        Text near = Words.span(lead);
        return lead.isZero()
                ? new Text("within " + far.en(), far.zh() + "内")
                : new Text(
                        "between " + near.en() + " and " + far.en() + " from now", near.zh() + "后至" + far.zh() + "内");
    }
}
