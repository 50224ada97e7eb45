package io.hearthwatch.app.campaign;

import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pausing one, letting it go on, ending it; tickets that it opened stay. */
abstract class CampaignState extends DeskCommand {
    private final String state;

    @Parameters(paramLabel = "ID", description = "its number")
    private long id;

    @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
    private String who = Who.user();

    CampaignState(String state) {
        this.state = state;
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Map<String, Object> campaign = desk.work().campaigns().set(id, state, who);
        CampaignLook.line(out, campaign);
        return campaign;
    }

    /** {@code campaign pause ID}. */
    @Command(name = "pause", description = "Open no more tickets of it for now.")
    static final class Pause extends CampaignState {
        Pause() {
            super("paused");
        }
    }

    /** {@code campaign resume ID}. */
    @Command(name = "resume", description = "Let a paused one go on.")
    static final class Resume extends CampaignState {
        Resume() {
            super("running");
        }
    }

    /** {@code campaign end ID}. */
    @Command(name = "end", description = "End it for good. Tickets that it opened stay.")
    static final class End extends CampaignState {
        End() {
            super("cancelled");
        }
    }
}
