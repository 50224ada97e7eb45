package io.hearthwatch.app.knowledge;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.Knowledge;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something is done with an article, by somebody, and it is shown as it is then. */
abstract class KnowledgeWork extends DeskCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "its number, as: hearthwatch knowledge list")
    private long id;

    @Mixin
    private Doer doer;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        Map<String, Object> article = work(desk.knowledge(), id, doer.name());
        KnowledgeLooks.print(article, out);
        return article;
    }

    abstract Map<String, Object> work(Knowledge knowledge, long article, String who);

    /** {@code knowledge write ID}. */
    @Command(name = "write", description = "Word an article anew; what it said before stays on record as a version.")
    static final class Write extends KnowledgeWork {
        @Option(names = "--title", paramLabel = "TEXT", description = "another title")
        private String title;

        @Option(names = "--words", paramLabel = "TEXT", description = "another text")
        private String words;

        @Option(names = "--model", paramLabel = "MODEL", description = "only about this model; '' for all")
        private String model;

        @Option(names = "--code", paramLabel = "CODE", description = "only about this fault code; '' for none")
        private String code;

        @Option(names = "--component", paramLabel = "COMPONENT", description = "only about this component; '' for none")
        private String component;

        @Option(
                names = "--if-version",
                paramLabel = "N",
                description = "refuse it if the article is of another version by now")
        private Integer version;

        @Override
        protected void check() {
            if (title == null && words == null && model == null && code == null && component == null) {
                throw CommandFailure.usage("nothing is to be different", "--words \"first look at the seal\"");
            }
        }

        @Override
        Map<String, Object> work(Knowledge knowledge, long article, String who) {
            int about = version != null
                    ? version
                    : ((Number) knowledge.one(article, Scope.EVERYTHING).get("version")).intValue();
            return knowledge.edit(
                    article, new Knowledge.Edit(about, title, words, model, code, component), Scope.EVERYTHING, who);
        }
    }

    /** {@code knowledge retire ID}. */
    @Command(name = "retire", description = "Say that an article no longer holds, and which other one replaces it.")
    static final class Retire extends KnowledgeWork {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why")
        private String reason;

        @Option(names = "--replaced-by", paramLabel = "ID", description = "the article that holds instead")
        private Long by;

        @Override
        Map<String, Object> work(Knowledge knowledge, long article, String who) {
            return knowledge.retire(article, by, reason, Scope.EVERYTHING, who);
        }
    }

    /** {@code knowledge use ID TICKET}. */
    @Command(name = "use", description = "Note that an article was used for a ticket, and whether it helped.")
    static final class Use extends KnowledgeWork {
        @Parameters(index = "1", paramLabel = "TICKET", description = "the ticket's number, such as HW-000123")
        private String ticket;

        @Option(
                names = "--helpful",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether it helped")
        private boolean helpful;

        @Override
        Map<String, Object> work(Knowledge knowledge, long article, String who) {
            return knowledge.use(article, ticket, helpful, Scope.EVERYTHING, who);
        }
    }
}
