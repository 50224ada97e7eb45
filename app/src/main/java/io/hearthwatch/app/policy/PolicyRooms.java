package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.console.PolicyRoom;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.servicedesk.Author;
import java.util.Map;

/** The policy's rooms as the console sees them. */
public final class PolicyRooms implements PolicyRoom {
    private final PolicyOffice office;
    private final PolicySimulator simulator;

    public PolicyRooms(Workspace workspace) {
        this.office = new PolicyOffice(workspace);
        this.simulator = new PolicySimulator(workspace);
    }

    @Override
    public Map<String, Double> thresholds(String type) {
        return office.thresholds(type);
    }

    @Override
    public boolean resume(String typeOrNull, Author author) {
        return office.resume(typeOrNull, author);
    }

    @Override
    public Map<String, Object> simulate(Simulation wanted) {
        try {
            return simulator
                    .run(new PolicySimulator.Request(
                            wanted.type(),
                            wanted.modelOrNull(),
                            wanted.costs(),
                            wanted.capacity(),
                            wanted.from(),
                            wanted.to(),
                            wanted.last(),
                            false))
                    .toJson();
        } catch (PredictionException e) {
            throw new IllegalArgumentException(e.getMessage() + "; " + e.remedy(), e);
        } catch (CommandFailure e) {
            throw new IllegalArgumentException(e.getMessage() + "; " + e.hint(), e);
        }
    }
}
