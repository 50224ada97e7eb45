package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.personnel.PersonnelFiles;
import java.math.BigDecimal;

/** Technicians' files. */
final class PersonnelApi {
    private final PersonnelFiles files;

    PersonnelApi(PersonnelFiles files) {
        this.files = files;
    }

    JsonNode file(Call call) {
        call.allow();
        return answer(call);
    }

    private JsonNode answer(Call call) {
        String id = call.path().get("id");
        return files.find(call.scope(), id)
                .map(Json::ofRecords)
                .orElseThrow(() -> Problem.notFound(
                        "there is no technician '" + Call.shortened(id) + "'", "look at /api/v1/technicians"));
    }

    JsonNode appraise(Call call) {
        call.manages("appraising a technician");
        Body body = new Body(
                call, "period", "attitude", "skill", "efficiency", "satisfaction", "corrects", "remarks", "who");
        files.appraise(
                call.scope(),
                call.path().get("id"),
                new PersonnelFiles.Marks(
                        body.required("period"),
                        body.number("attitude", 0, 100),
                        body.number("skill", 0, 100),
                        body.number("efficiency", 0, 100),
                        body.number("satisfaction", 0, 100),
                        body.whole("corrects"),
                        body.text("remarks", null)),
                body.who());
        return answer(call);
    }

    JsonNode grade(Call call) {
        call.manages("giving a grade");
        Body body = new Body(call, "grade", "exam_score", "reason", "who");
        files.grade(
                call.scope(),
                call.path().get("id"),
                body.required("grade"),
                body.has("exam_score") ? BigDecimal.valueOf(body.decimal("exam_score", 0, 100)) : null,
                body.required("reason"),
                body.who());
        return answer(call);
    }
}
