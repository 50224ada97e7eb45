package io.hearthwatch.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is told to who asks for something that an address does not do: what it does, and that nothing is deleted. */
final class MethodRefusal {
    private final List<Routes.Bound> bound;

    MethodRefusal(List<Routes.Bound> bound) {
        this.bound = bound;
    }

    void refuse(RoutingContext ctx) {
        String path = ctx.request().path();
        String allowed = bound.stream()
                .filter(route -> path.matches(route.path().replaceAll("\\{\\w+}", "[^/]+")))
                .map(route -> route.method().name())
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), names -> String.join(", ", names)));
        ctx.response().putHeader("allow", allowed);
        HttpMethod method = ctx.request().method();
        boolean deletes = HttpMethod.DELETE.equals(method);
        Failures.send(
                ctx,
                new Problem(
                        405,
                        "Method not allowed",
                        method + " is not possible here" + (deletes ? ": what was recorded stays" : ""),
                        (allowed.isEmpty() ? "" : "use " + allowed + "; ")
                                + (deletes && path.startsWith("/api/v1/tickets")
                                        ? "a ticket ends by a step to cancelled"
                                        : "look at /api/v1/openapi.yaml")));
    }
}
