package io.hearthwatch.app.register;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Said;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.register.Asker;
import io.hearthwatch.servicedesk.register.Register;
import io.hearthwatch.servicedesk.register.RegisterRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something is said of a record. */
abstract class RegisterWork extends OfKind {
    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description =
                    "what is said of it, by the service file's names; a value that reads as JSON is one, and name.en=…"
                            + " goes into name; may be given several times")
    private List<String> set = new ArrayList<>();

    @Mixin
    private Doer doer;

    final Map<String, Object> said() {
        return Said.read(set);
    }

    final Asker asker() {
        return new Asker(Caller.ANYBODY, doer.name());
    }

    /** {@code register add KIND}. */
    @Command(name = "add", description = "Enter one.")
    static final class Add extends RegisterWork {
        @Option(names = "--id", paramLabel = "ID", description = "its id; a household may do without and gets a number")
        private String id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            RegisterRecord record = desk.register().create(asker(), kind(), id, said(), (connection, given, at) -> {});
            return show(desk, record, out);
        }
    }

    /** {@code register change KIND ID}. */
    @Command(name = "change", description = "Change what is said of one; what is not named stays.")
    static final class Change extends RegisterWork {
        @Parameters(index = "1", paramLabel = "ID", description = "its id")
        private String id;

        @Option(names = "--clear", paramLabel = "FIELD", description = "what is taken away; may be given several times")
        private List<String> clear = new ArrayList<>();

        @Option(
                names = "--if-version",
                paramLabel = "N",
                description = "refuse it if the record is of another version by now")
        private Integer version;

        @Option(names = "--replan", description = "plan visits of a technician who leaves anew")
        private boolean replan;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> patch = said();
            clear.forEach(field -> patch.put(field, null));
            if (patch.isEmpty()) {
                throw CommandFailure.usage("nothing is to be different", "--set phone=\"+86 21 5555 0100\"");
            }
            Integer about = version != null
                    ? version
                    : (Integer) record(desk, kind(), id).version();
            Register.Changed changed = desk.register().change(asker(), kind(), id, about, patch, replan);
            Map<String, Object> json = show(desk, changed.record(), out);
            if (!changed.replanned().isEmpty()) {
                out.println(changed.replanned().size() + " visit(s) are planned anew");
                json.put("replanned", changed.replanned());
            }
            json.putAll(changed.others());
            return json;
        }
    }
}
