package io.hearthwatch.console;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API and the pages. {@link #router} shows everything that is served. A request passes the {@link Guard}, its handler runs on
 * a worker, its answer goes out as JSON, its failure as a {@link Problem}. The pages are files that read the same API.
 *
 * <p>Started once. Uses the event loops of the {@link Vertx} given, which it does not close, and workers of its own.
 */
public final class Console {
    private static final Logger log = LoggerFactory.getLogger(Console.class);
    private static final int WORKERS = 8;
    private static final long MOST_BODY_BYTES = 1L << 20;
    private static final int IDLE_SECONDS = 900;

    private final Vertx vertx;
    private final ServiceDesk desk;
    private final ClockControl clock;
    private final Vitals vitals;
    private final HealthApi healthApi;
    private final ClockApi clockApi;
    private final LabelsApi labelsApi;
    private final DeskApi deskApi;
    private final TicketApi ticketApi;
    private final PartsApi partsApi;
    private final TypesApi typesApi;
    private final ApplianceApi applianceApi;
    private final CommandApi commandApi;
    private final FiguresApi figuresApi;
    private final ModelsApi modelsApi;
    private final JobsApi jobsApi;
    private final PolicyApi policyApi;
    private final OrganisationApi organisationApi;
    private final ClocksApi clocksApi;
    private final TechnicianApi technicianApi;
    private final PersonnelApi personnelApi;
    private final ReportApi reportApi;
    private final KnowledgeApi knowledgeApi;
    private final ListFilters filters;
    private final StaticFiles files = new StaticFiles();
    private WorkerExecutor workers;
    private WorkerExecutor clockWorker;
    private WorkerExecutor modelWorker;
    private WorkerExecutor healthWorker;
    private WorkerExecutor reasonWorkers;
    private WorkerExecutor planWorkers;
    private HttpServer server;
    private EventStream events;
    private List<Routes.Bound> bound = List.of();

    /**
     * @param scores how likely components are to fail
     * @param models failure models, which are live, and long work on them
     * @param clock the service's clock
     * @param vitals what the service tells about itself
     */
    public Console(
            Vertx vertx,
            Catalog catalog,
            Fleet fleet,
            Ingest ingest,
            Scores scores,
            ServiceDesk desk,
            Models models,
            ClockControl clock,
            Vitals vitals) {
        this(vertx, catalog, fleet, ingest, scores, desk, models, clock, vitals, PolicyRoom.WITHOUT_MODELS);
    }

    /**
     * The same with models in the house.
     *
     * @param policies what about the policy takes models
     */
    public Console(
            Vertx vertx,
            Catalog catalog,
            Fleet fleet,
            Ingest ingest,
            Scores scores,
            ServiceDesk desk,
            Models models,
            ClockControl clock,
            Vitals vitals,
            PolicyRoom policies) {
        this.vertx = vertx;
        this.desk = desk;
        this.clock = clock;
        this.vitals = vitals;
        this.healthApi = new HealthApi(vitals);
        this.clockApi = new ClockApi(clock);
        this.labelsApi = new LabelsApi(catalog, fleet, desk, clock);
        this.deskApi = new DeskApi(catalog, fleet, desk);
        this.ticketApi = new TicketApi(desk, deskApi);
        this.partsApi = new PartsApi(desk);
        this.typesApi = new TypesApi(catalog);
        this.applianceApi = new ApplianceApi(
                catalog,
                fleet,
                ingest.stored(),
                scores,
                clock,
                desk.organisation().centres());
        this.commandApi = new CommandApi(fleet, ingest.commands());
        this.modelsApi = new ModelsApi(catalog, models);
        this.jobsApi = new JobsApi(models.jobs());
        this.policyApi = new PolicyApi(catalog, desk, policies, clock);
        this.organisationApi = new OrganisationApi(desk.organisation(), desk.register());
        this.clocksApi = new ClocksApi(desk);
        this.reportApi = new ReportApi(catalog, desk);
        this.knowledgeApi = new KnowledgeApi(desk);
        this.technicianApi = new TechnicianApi(desk);
        this.personnelApi = new PersonnelApi(desk.personnel());
        this.filters = new ListFilters(catalog, desk);
        this.figuresApi = new FiguresApi(catalog, fleet, ingest, desk, clock, policyApi::stops);
    }

    /** Everything that is served, in one place. */
    private Router router(Guard guard, FormLimits forms) {
        Router router = Router.router(vertx);
        for (int status : new int[] {400, 404, 413, 500}) {
            router.errorHandler(status, Failures::answer);
        }
        router.route().failureHandler(Failures::answer);
        router.route().handler(guard::check);
        router.post(ReportApi.PUBLIC).handler(forms::check);
        router.post(ReportApi.PUBLIC).handler(BodyHandler.create(false).setBodyLimit(ReportApi.MOST_BYTES));
        router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));

        Routes routes = new Routes(router, workers, new Callers(desk), new OnceWrites(desk.once()), filters);
        routes.get("/health/live", healthApi::live, healthWorker);
        routes.get("/health/ready", healthApi::ready, healthWorker);
        routes.text("/metrics", Vitals.METRICS_TYPE, vitals.metrics(), healthWorker);
        routes.get("/api/v1/clock", clockApi::read);
        routes.put("/api/v1/clock", clockApi::move, clockWorker);
        routes.get("/api/v1/overview", figuresApi::overview);
        routes.post("/api/v1/failures", labelsApi::failures);
        routes.post("/api/v1/repairs", labelsApi::repairs);
        ticketApi.bind(routes);
        routes.get("/api/v1/parts", deskApi::parts);
        partsApi.bind(routes);
        routes.get("/api/v1/policy-outcome", deskApi::policyOutcome);
        new CustomerApi(desk).bind(routes);
        reportApi.bind(routes);
        new RegisterApi(desk).bind(routes);
        new SettingsApi(desk.register().settings()).bind(routes);
        knowledgeApi.bind(routes);
        new CampaignApi(desk).bind(routes);
        new MoneyApi(desk).bind(routes);
        new IndicatorApi(desk.indicators()).bind(routes);
        new CareApi(desk).bind(routes);
        new EngineerApi(desk).bind(routes);
        new DispatchApi(desk).bind(routes, planWorkers);
        routes.get("/api/v1/tickets/{id}/clocks", clocksApi::ofTicket);
        routes.post("/api/v1/tickets/{id}/clocks/pause", clocksApi::pause);
        routes.post("/api/v1/tickets/{id}/clocks/resume", clocksApi::resume);
        routes.post("/api/v1/tickets/{id}/clocks/{promise}/change", clocksApi::promise);
        routes.post("/api/v1/tickets/{id}/acknowledge", clocksApi::acknowledgeJob);
        routes.get("/api/v1/alarms", clocksApi::alarms);
        routes.post("/api/v1/alarms/{id}/acknowledge", clocksApi::acknowledgeAlarm);
        routes.get("/api/v1/breaches", clocksApi::breaches);
        routes.post("/api/v1/breaches/{id}/settle", clocksApi::settle);
        Me me = new Me(desk.organisation().centres());
        new SessionApi(desk.organisation(), me).bind(routes);
        routes.get("/api/v1/me", me::read);
        routes.get("/api/v1/people", organisationApi::people);
        routes.get("/api/v1/looks", organisationApi::looks);
        routes.get("/api/v1/organisation", organisationApi::tree);
        routes.get("/api/v1/centres", organisationApi::centres);
        routes.versioned(HttpMethod.GET, "/api/v1/centres/{id}", organisationApi::centre);
        routes.get("/api/v1/centres/{id}/openings", organisationApi::openings);
        routes.put("/api/v1/centres/{id}/calendar", organisationApi::calendar);
        routes.post("/api/v1/centres/{id}/certificates", organisationApi::certify);
        routes.post("/api/v1/centres/{id}/audits", organisationApi::audit);
        routes.post("/api/v1/corrective-actions/{id}/done", organisationApi::actionDone);
        routes.post("/api/v1/corrective-actions/{id}/effect", organisationApi::actionChecked);
        routes.get("/api/v1/technicians", technicianApi::list);
        routes.versioned(HttpMethod.GET, "/api/v1/technicians/{id}", technicianApi::one);
        routes.get("/api/v1/technicians/{id}/file", personnelApi::file);
        routes.post("/api/v1/technicians/{id}/appraisals", personnelApi::appraise);
        routes.post("/api/v1/technicians/{id}/grade", personnelApi::grade);
        routes.post("/api/v1/technicians/{id}/points", technicianApi::points);
        routes.post("/api/v1/technicians/{id}/moves/{move}/cancel", technicianApi::cancelMove);
        routes.get("/api/v1/licence-tariff", technicianApi::tariff);
        routes.post("/api/v1/licence-tariff", technicianApi::setTariff);
        routes.post("/api/v1/technicians/{id}/trainings", technicianApi::train);
        routes.post("/api/v1/technicians/{id}/position", technicianApi::position);
        routes.post("/api/v1/technicians/{id}/review", technicianApi::review);
        routes.post("/api/v1/technicians/{id}/reinstate", technicianApi::reinstate);
        routes.get("/api/v1/policy", policyApi::show);
        routes.get("/api/v1/policy/changes", policyApi::changes);
        routes.get("/api/v1/policy/shadow-tickets", policyApi::shadowTickets);
        routes.post("/api/v1/policy/enable", policyApi::enable);
        routes.post("/api/v1/policy/disable", policyApi::disable);
        routes.post("/api/v1/policy/stop", policyApi::stop);
        routes.post("/api/v1/policy/resume", policyApi::resume);
        routes.post("/api/v1/policy/costs", policyApi::costs);
        routes.post("/api/v1/policy/capacity", policyApi::capacity);
        routes.post("/api/v1/policy/simulate", policyApi::simulate);
        routes.get("/api/v1/types", typesApi::all);
        routes.get("/api/v1/types/{type}", typesApi::one);
        routes.get("/api/v1/appliances", applianceApi::list);
        routes.get("/api/v1/appliances/{id}", applianceApi::one);
        routes.get("/api/v1/appliances/{id}/reasons", applianceApi::reasons, reasonWorkers);
        routes.get("/api/v1/appliances/{id}/telemetry", applianceApi::telemetry);
        routes.get("/api/v1/appliances/{id}/faults", applianceApi::faults);
        routes.get("/api/v1/appliances/{id}/commands", commandApi::list);
        routes.post("/api/v1/appliances/{id}/commands", commandApi::give);
        routes.get("/api/v1/stored", figuresApi::stored);
        routes.get("/api/v1/ingest", figuresApi::ingest);
        routes.get("/api/v1/models", modelsApi::list);
        routes.get("/api/v1/models/audit", modelsApi::audit);
        routes.get("/api/v1/models/shadow", modelsApi::shadow);
        routes.get("/api/v1/models/watch", modelsApi::watch);
        routes.post("/api/v1/models/rollback", modelsApi::rollback);
        routes.post("/api/v1/models/withdraw", modelsApi::withdraw);
        routes.get("/api/v1/models/{id}", modelsApi::one);
        routes.get("/api/v1/models/{id}/evaluations", modelsApi::evaluations);
        routes.page("/api/v1/models/{id}/report", modelsApi::report);
        routes.post("/api/v1/models/{id}/promote", modelsApi::promote, modelWorker);
        routes.get("/api/v1/model-jobs", jobsApi::list);
        routes.accept("/api/v1/model-jobs", jobsApi::submit);
        routes.get("/api/v1/model-jobs/{id}", jobsApi::one);
        routes.delete("/api/v1/model-jobs/{id}", jobsApi::cancel);
        routes.download("/api/v1/model-jobs/{id}/file", jobsApi::file);
        events = new EventStream(
                vertx,
                vertx.getOrCreateContext(),
                look -> routes.work(workers, look),
                () -> new EventStream.Seen(desk.newestChange(), clock.now()));
        WebhooksApi webhooks = new WebhooksApi(desk);
        webhooks.bind(routes);
        routes.either("/api/v1/events", WebhooksApi::wantsStream, events::listen, webhooks::events);
        Buffer openApi = openApi();
        routes.direct(
                "/api/v1/openapi.yaml",
                ctx -> ctx.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                        .end(openApi));
        bound = routes.bound();
        router.errorHandler(405, new MethodRefusal(bound)::refuse);

        for (String name : StaticFiles.NAMES) {
            router.route("/" + name)
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(ctx -> files.send(ctx, "/" + name));
        }
        for (String page : List.of(
                "/", "/tickets/:id", "/appliances", "/appliances/:id", "/parts", "/models", "/models/:id", "/policy")) {
            router.route(page)
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(ctx -> files.send(ctx, "/index.html"));
        }
        router.route("/report").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(files::sendReport);
        // The customer's page, of whom nobody asks who they are: it shows nothing by itself, and what it reads needs
        // its token.
        router.route("/c/:token")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(ctx -> files.sendPrivate(ctx, "/customer.html"));
        return router;
    }

    /**
     * Begins to listen.
     *
     * @return fails if the address cannot be had
     */
    public Future<Void> start(ConsoleSettings settings) {
        workers = vertx.createSharedWorkerExecutor("console", WORKERS, 10, TimeUnit.MINUTES);
        // One at a time, and as long as the work that is due takes.
        clockWorker = vertx.createSharedWorkerExecutor("console-clock", 1, 1, TimeUnit.DAYS);
        // One comparison of models at a time: it reads months of history.
        modelWorker = vertx.createSharedWorkerExecutor("console-models", 1, 1, TimeUnit.DAYS);
        // Who watches must hear from us above all when everything else waits.
        healthWorker = vertx.createSharedWorkerExecutor("console-health", 2, 1, TimeUnit.MINUTES);
        // Each reads a month of telemetry and takes a model apart: few at a time, so that other answers don't wait.
        planWorkers = vertx.createSharedWorkerExecutor("console-plans", 2, 2, TimeUnit.MINUTES);
        reasonWorkers = vertx.createSharedWorkerExecutor("console-reasons", 2, 1, TimeUnit.MINUTES);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setCompressionSupported(true)
                .setCompressionLevel(6)
                .setDecompressionSupported(false)
                // Browsers speak HTTP/2 over TLS only; without it one connection carries one request, which bounds what
                // one may ask.
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS);
        server = vertx.createHttpServer(options);
        Guard guard = new Guard(settings.host());
        return server.requestHandler(router(guard, new FormLimits(settings.form(), System::nanoTime)))
                .listen()
                .onSuccess(started -> log.info("pages and API at http://{}:{}", settings.host(), started.actualPort()))
                .mapEmpty();
    }

    /** The port that it listens on. */
    public int actualPort() {
        return server.actualPort();
    }

    /** Every API route, for the test that holds them against the OpenAPI document. */
    List<Routes.Bound> bound() {
        return bound;
    }

    /** Stops listening, and lets requests under way end. */
    public Future<Void> stop() {
        if (server == null) {
            return Future.succeededFuture();
        }
        events.close();
        return server.close()
                .eventually(workers::close)
                .eventually(clockWorker::close)
                .eventually(modelWorker::close)
                .eventually(reasonWorkers::close)
                .eventually(planWorkers::close)
                .eventually(healthWorker::close);
    }

    private static Buffer openApi() {
        try (InputStream in = Console.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not on the class path");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
