package io.hearthwatch.app.setting;

import io.hearthwatch.app.cli.ChangeTable;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.register.RegisterChange;
import io.hearthwatch.servicedesk.register.Setting;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the settings are. */
final class SettingLooks {
    private SettingLooks() {}

    static void print(Setting setting, PrintWriter out) {
        out.println(setting.name() + ", version " + setting.version() + ": "
                + setting.label().en()
                + (setting.changedBy() == null
                        ? ""
                        : "; changed " + Table.shown(setting.changedAt()) + " by " + setting.changedBy()));
        Table table = Table.of("SETTING", "VALUE", "UNIT", "MEANING", "FROM", "TO");
        setting.about()
                .forEach((name, about) -> table.row(
                        name,
                        setting.values().get(name),
                        about.unit(),
                        about.label().en(),
                        about.least(),
                        about.most()));
        table.print(out, "there is none");
    }

    /** {@code setting list}. */
    @Command(name = "list", description = "List every group of settings with its numbers.")
    static final class ListAll extends DeskCommand {
        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Setting> all = desk.register().settings().list();
            all.forEach(each -> print(each, out));
            return all;
        }
    }

    /** {@code setting show NAME}. */
    @Command(name = "show", description = "Show one group of settings.")
    static final class Show extends DeskCommand {
        @Parameters(paramLabel = "NAME", description = "retention, support or assignment")
        private String name;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Setting setting = desk.register().settings().find(name);
            print(setting, out);
            return setting;
        }
    }

    /** {@code setting changes NAME}. */
    @Command(name = "changes", description = "List who changed what of a group of settings, the newest first.")
    static final class Changes extends DeskCommand {
        private static final int MOST = 200;

        @Parameters(paramLabel = "NAME", description = "retention, support or assignment")
        private String name;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<RegisterChange> changes = desk.register().settings().changes(name, MOST);
            ChangeTable.print(changes, out);
            return changes;
        }
    }
}
