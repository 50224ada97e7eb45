package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.evaluation.Comparison;
import java.time.Instant;
import java.util.Optional;

/** Why two models cannot be compared. */
final class Comparability {
    private Comparability() {}

    static Optional<Comparison> hindrance(ModelInfo a, ModelInfo b) {
        Text why = null;
        if (!a.type().equals(b.type())) {
            why = new Text(
                    a.id() + " is of type " + a.type() + ", " + b.id() + " of type " + b.type(),
                    a.id() + " 的类型是 " + a.type() + "，" + b.id() + " 的类型是 " + b.type());
        } else if (!a.horizon().equals(b.horizon()) || !a.lead().equals(b.lead())) {
            why = new Text(
                    a.id() + " decides for failures in " + window(a) + ", " + b.id() + " for those in " + window(b),
                    a.id() + " 针对 " + window(a) + " 内的故障作决定，" + b.id() + " 针对 " + window(b) + " 内的故障");
        }
        return Optional.ofNullable(why).map(reason -> Comparison.hindered(a.id(), b.id(), reason));
    }

    static Text nothingUnseen(Instant from, Instant to, String a, String b) {
        return new Text(
                "no decision from " + from + " on, the first that neither " + a + " nor " + b
                        + " has seen, has an outcome that is known by " + to,
                "从 " + from + " 起才是 " + a + " 与 " + b + " 都未见过的决定，但截至 " + to + " 尚无已知结果");
    }

    private static String window(ModelInfo info) {
        return "(" + info.lead().toHours() + ", " + info.horizon().toHours() + "] h";
    }
}
