package io.hearthwatch.app.knowledge;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.Knowledge;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is known. */
final class KnowledgeLooks {
    private static final int MOST = 500;

    private KnowledgeLooks() {}

    /** {@code knowledge list}. */
    @Command(name = "list", description = "List articles, those that helped most often first.")
    static final class ListAll extends DeskCommand {
        @Option(
                names = "--search",
                paramLabel = "WORDS",
                description = "words of the title or the text, by how they begin")
        private String words;

        @Option(names = "--type", paramLabel = "TYPE", description = "only about this appliance type")
        private String type;

        @Option(names = "--model", paramLabel = "MODEL", description = "only about this model")
        private String model;

        @Option(names = "--fault-code", paramLabel = "CODE", description = "only about this fault code")
        private String code;

        @Option(names = "--component", paramLabel = "COMPONENT", description = "only about this component")
        private String component;

        @Option(names = "--state", paramLabel = "STATE", description = "valid, or all with those that no longer hold")
        private String state = "valid";

        @Mixin
        private Limit limit;

        @Override
        protected void check() {
            Choice.required("--state", state, "valid", "all");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> all = desk.knowledge()
                    .list(
                            new Knowledge.Filter(
                                    words, type, model, code, component, state.equals("all"), limit.of(MOST)),
                            Scope.EVERYTHING);
            Table table = Table.of("ARTICLE", "VERSION", "ABOUT", "TITLE", "USED", "HELPED", "BY");
            all.forEach(each -> table.row(
                    each.get("id"),
                    each.get("version"),
                    about(each),
                    each.get("title") + (each.get("retired_at") == null ? "" : " (retired)"),
                    each.get("used"),
                    each.get("helpful"),
                    each.get("who")));
            table.print(out, "there is none");
            return all;
        }
    }

    /** {@code knowledge show ID}. */
    @Command(name = "show", description = "Show an article with all its versions.")
    static final class Show extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "its number, as: hearthwatch knowledge list")
        private long id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> article = desk.knowledge().one(id, Scope.EVERYTHING);
            print(article, out);
            return article;
        }
    }

    static void print(Map<String, Object> article, PrintWriter out) {
        out.println(article.get("id") + ", version " + article.get("version") + ": " + article.get("title"));
        out.println("about " + about(article)
                + (article.get("from_ticket") == null ? "" : "; from " + article.get("from_ticket")) + "; used "
                + article.get("used") + " time(s), helped " + article.get("helpful"));
        if (article.get("retired_at") != null) {
            out.println("retired by " + article.get("retired_by") + ": " + Table.shown(article.get("retired_for"))
                    + (article.get("replaced_by") == null ? "" : "; see article " + article.get("replaced_by")));
        }
        out.println();
        out.println(article.get("words"));
        out.println();
        Table table = Table.of("VERSION", "AT", "BY", "TITLE");
        for (Object each : (List<?>) article.get("versions")) {
            Map<?, ?> version = (Map<?, ?>) each;
            table.row(version.get("version"), version.get("at"), version.get("who"), version.get("title"));
        }
        table.print(out, "");
    }

    private static String about(Map<String, Object> article) {
        return Table.shown(Stream.of("type", "model", "component", "code")
                .map(article::get)
                .filter(Objects::nonNull)
                .toList());
    }
}
