package io.hearthwatch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * What became of a replay. {@code acknowledged = stored + repeated + rejected} where nobody else writes.
 *
 * @param published messages, one per recorded row of telemetry or faults
 * @param acknowledged of them, answered by the service
 * @param stored rows that the service has now and had not before
 * @param storedLate of these, rows of a time that the service's clock had passed before the replay began: decisions of that time did
 *     not see them, so the policy is not what this replay alone would have made
 * @param repeated rows that it had already
 * @param rejected messages answered with an error code
 * @param rejectReasons what it said of the first of these
 * @param failures failures reported over HTTP
 * @param repairs repairs reported over HTTP
 * @param end the service's clock at the end
 * @param policy what the tickets made of the failures, as the service says
 */
public record ReplayReport(
        long published,
        long acknowledged,
        long stored,
        long storedLate,
        long repeated,
        long rejected,
        List<String> rejectReasons,
        long failures,
        long repairs,
        Instant end,
        JsonNode policy) {

    /** The report as {@code --json} writes it. */
    public ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("published", published);
        json.put("acknowledged", acknowledged);
        json.put("stored", stored);
        json.put("stored_late", storedLate);
        json.put("repeated", repeated);
        json.put("rejected", rejected);
        json.put("failures", failures);
        json.put("repairs", repairs);
        json.put("end", end.toString());
        rejectReasons.forEach(json.withArray("/reject_reasons")::add);
        json.set("policy", policy);
        return json;
    }
}
