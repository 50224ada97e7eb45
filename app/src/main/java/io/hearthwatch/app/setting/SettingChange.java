package io.hearthwatch.app.setting;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.register.Setting;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code setting change NAME}. */
@Command(
        name = "change",
        description = "Change numbers of a group of settings; the others stay. They hold from then on.")
final class SettingChange extends DeskCommand {
    @Parameters(paramLabel = "NAME", description = "retention, support or assignment")
    private String name;

    @Option(
            names = "--set",
            required = true,
            paramLabel = "SETTING=NUMBER",
            description = "as: hearthwatch setting show NAME; may be given several times")
    private Map<String, BigDecimal> values = new LinkedHashMap<>();

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "refuse it if the group is of another version by now")
    private Integer version;

    @Mixin
    private Doer doer;

    @Override
    protected void check() {
        if (values.isEmpty()) {
            throw CommandFailure.usage("nothing is to be changed", "--set reach_km=80");
        }
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Setting setting = desk.register().settings().change(name, version, values, doer.name());
        SettingLooks.print(setting, out);
        return setting;
    }
}
