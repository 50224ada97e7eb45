package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.jobs.JobInfo;
import io.hearthwatch.predictor.jobs.ModelJobs;
import io.hearthwatch.predictor.jobs.QueueFullException;

/** Long work on models: asked for here, done elsewhere, looked at here. */
final class JobsApi {
    private static final int MOST = 200;

    private final ModelJobs jobs;

    JobsApi(ModelJobs jobs) {
        this.jobs = jobs;
    }

    Routes.Accepted submit(Call call) {
        call.allow();
        Body body = new Body(call, "command", "arguments", "who");
        try {
            JobInfo job = jobs.submit(body.required("command"), body.object("arguments"), body.who());
            return new Routes.Accepted("/api/v1/model-jobs/" + job.id(), json(job));
        } catch (PredictionException e) {
            throw new Problem(422, "Cannot be done", e.getMessage(), Remedy.overHttp(e.remedy()));
        } catch (QueueFullException e) {
            throw new Problem(429, "Too many jobs", e.getMessage(), "wait for one to end, or cancel one");
        }
    }

    JsonNode list(Call call) {
        call.allow("limit");
        ArrayNode list = Json.array();
        jobs.list(call.number("limit", 1, MOST, 50)).forEach(job -> list.add(json(job)));
        ArrayNode commands = Json.array();
        jobs.commands().keySet().forEach(commands::add);
        ObjectNode json = Json.object();
        json.set("jobs", list);
        json.set("commands", commands);
        json.set("arguments", Json.of(jobs.commands()));
        return json;
    }

    JsonNode one(Call call) {
        call.allow();
        long id = id(call);
        return jobs.find(id).map(JobsApi::json).orElseThrow(() -> unknown(call));
    }

    JsonNode cancel(Call call) {
        call.allow();
        long id = id(call);
        return jobs.cancel(id).map(JobsApi::json).orElseThrow(() -> unknown(call));
    }

    /** The file that a job left. */
    Routes.Download file(Call call) {
        call.allow();
        long id = id(call);
        JobInfo job = jobs.find(id).orElseThrow(() -> unknown(call));
        if (job.file() == null) {
            throw Problem.notFound(
                    "job " + id + " has left no file to download",
                    job.state().ended()
                            ? "only export leaves one, for " + ModelJobs.FILES_KEPT.toDays() + " days: ask for it again"
                            : "look at /api/v1/model-jobs/" + id + " until it is done");
        }
        return new Routes.Download(
                job.file().name(), job.file().mediaType(), job.file().bytes(), part -> jobs.filePart(id, part));
    }

    private static long id(Call call) {
        String id = call.path().get("id");
        if (!id.matches("\\d{1,18}")) {
            throw unknown(call);
        }
        return Long.parseLong(id);
    }

    private static Problem unknown(Call call) {
        return Problem.notFound(
                "there is no job '" + Call.shortened(call.path().get("id")) + "'", "look at /api/v1/model-jobs");
    }

    private static ObjectNode json(JobInfo job) {
        ObjectNode json = Json.object().put("id", Long.toString(job.id())).put("command", job.command());
        json.set("arguments", job.arguments());
        json.put("who", job.who())
                .put("state", job.state().id())
                .put("created_at", Json.time(job.createdAt()))
                .put("started_at", Json.time(job.startedAt()))
                .put("ended_at", Json.time(job.endedAt()))
                .put("phase", job.phase())
                .put("progress", job.progress())
                .set("result", job.result());
        json.put("error", job.error()).put("try", Remedy.overHttp(job.hint()));
        if (job.file() == null) {
            return json.putNull("file");
        }
        json.putObject("file")
                .put("name", job.file().name())
                .put("media_type", job.file().mediaType())
                .put("bytes", job.file().bytes())
                .put("href", "/api/v1/model-jobs/" + job.id() + "/file");
        return json;
    }
}
