package io.hearthwatch.app.workspace;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.clock.DrivenClock;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.embedded.DataDirectory;
import io.hearthwatch.database.embedded.DirectoryLook;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import io.hearthwatch.predictor.FoundLabels;
import io.hearthwatch.predictor.LifeTools;
import io.hearthwatch.predictor.ModelRegistry;
import io.hearthwatch.predictor.Outlooks;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.RemainingLife;
import io.hearthwatch.predictor.Retraining;
import io.hearthwatch.predictor.ServiceWatch;
import io.hearthwatch.predictor.ShadowService;
import io.hearthwatch.predictor.Workbench;
import io.hearthwatch.servicedesk.NewTypes;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog and the database that a command works on, and the rooms of the house, opened as they are asked for. Closing it, also on Ctrl-C,
 * closes them in reverse order.
 */
public final class Workspace implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workspace.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Catalog catalog;
    private final Database database;
    private final Optional<Path> dataDirectory;
    private final Optional<DataDirectory> embedded;
    private InstantSource clock;
    private NewTypes newTypes = NewTypes.SHADOW;
    private Consumer<Customers> customers = asTheyAre -> {};
    private Consumer<Outgoing> outgoing = asItIs -> {};
    private Fleet fleet;
    private Ingest ingest;
    private Predictor predictor;
    private ModelRegistry models;
    private ShadowService shadow;
    private Workbench workbench;
    private RemainingLife remainingLife;
    private LifeTools lifeTools;
    private Outlooks outlooks;
    private ServiceDesk serviceDesk;
    private ServiceWatch serviceWatch;
    private Retraining retraining;
    private boolean closed;

    private Workspace(StoreOptions options, int connections, Function<Path, DataDirectory> open) {
        // The catalog first: a wrong file must not start a server.
        this.catalog = Catalog.load(options.catalogs());
        Thread hook = new Thread(this::close, "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        Optional<ConnectionSettings> given = options.server();
        this.dataDirectory = given.isPresent() ? Optional.empty() : Optional.of(options.dataDirectory());
        try {
            this.embedded = dataDirectory.map(open).map(this::closeLater);
            ConnectionSettings where =
                    given.or(() -> embedded.map(DataDirectory::connection)).orElseThrow();
            this.database = closeLater(Database.connect(where, connections));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Opens what the options name for a command that ends by itself. */
    public static Workspace use(StoreOptions options) {
        return new Workspace(options, 8, directory -> DataDirectory.use(directory, programs()));
    }

    /**
     * The same for a command about something that somebody must have stored before; refuses where there is no database yet, instead of making
     * one that has nothing.
     *
     * @param what what the command is about, such as {@code model pump-1}
     */
    public static Workspace holding(StoreOptions options, String what) {
        if (options.server().isEmpty()
                && !DirectoryLook.at(options.dataDirectory()).hasDatabase()) {
            throw new CommandFailure(
                    "there is no " + what + ": " + options.dataDirectory() + " has no database yet",
                    "name the directory that has it with --data-dir, or a server with --database");
        }
        return use(options);
    }

    /** Opens what the options name for a server, which owns the embedded database's directory. */
    public static Workspace own(StoreOptions options) {
        return new Workspace(options, 24, directory -> DataDirectory.own(directory, programs()));
    }

    /** Where the embedded server's programs are unpacked once. */
    public static Path programs() {
        return Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");
    }

    public Catalog catalog() {
        return catalog;
    }

    public Database database() {
        return database;
    }

    /** Where the embedded database's files are; nothing if another server was given. */
    public Optional<Path> dataDirectory() {
        return dataDirectory;
    }

    /** False from the moment at which the embedded database's server ends until it runs again; true where another server was given. */
    public boolean databaseRuns() {
        return embedded.map(DataDirectory::serverRuns).orElse(true);
    }

    /** Says what time it is; before anything that uses the clock is asked for. */
    public synchronized void clock(InstantSource source) {
        this.clock = source;
    }

    /**
     * The clock by which everything is done and written down: this service's; for a command, that of the database's service, which may be a
     * driven one that shows another year.
     */
    public synchronized InstantSource clock() {
        if (clock == null) {
            clock = DrivenClock.of(database).orElseGet(InstantSource::system);
        }
        return clock;
    }

    /** Says what becomes of types that nobody has enabled or disabled; before {@link #serviceDesk()} is asked for. */
    public void newTypes(NewTypes word) {
        this.newTypes = word;
    }

    /** Says how customers are written to; before {@link #serviceDesk()} is asked for. */
    public void customers(Consumer<Customers> how) {
        this.customers = how;
    }

    /** Says how other systems are told what happens; before {@link #serviceDesk()} is asked for. */
    public void outgoing(Consumer<Outgoing> how) {
        this.outgoing = how;
    }

    public synchronized Fleet fleet() {
        if (fleet == null) {
            fleet = new Fleet(database, catalog, clock());
        }
        return fleet;
    }

    public synchronized Ingest ingest() {
        if (ingest == null) {
            ingest = closeLater(new Ingest(database, catalog, fleet(), clock(), ingestSettings));
        }
        return ingest;
    }

    private IngestSettings ingestSettings = IngestSettings.defaults();

    /** Replaces the default limits; before {@link #ingest()} is asked for. */
    public void ingestSettings(IngestSettings settings) {
        this.ingestSettings = settings;
    }

    public synchronized Predictor predictor() {
        if (predictor == null) {
            predictor = new Predictor(database, catalog, fleet(), ingest().stored(), clock(), this::actingCosts);
        }
        return predictor;
    }

    /** What a model's decisions are weighed by, however it came to be trained. */
    private Map<String, Costs> actingCosts(String type) {
        return serviceDesk().policies().actingCosts(type);
    }

    public synchronized ModelRegistry models() {
        if (models == null) {
            models = new ModelRegistry(
                    database, predictor(), clock(), predictor().judging());
        }
        return models;
    }

    public synchronized ShadowService shadow() {
        if (shadow == null) {
            shadow = new ShadowService(database, catalog, fleet(), ingest().stored(), predictor());
        }
        return shadow;
    }

    public synchronized RemainingLife remainingLife() {
        if (remainingLife == null) {
            predictor();
            remainingLife = new RemainingLife(database, catalog, fleet(), ingest().stored(), clock());
        }
        return remainingLife;
    }

    /** Tools for remaining-life models. */
    public synchronized LifeTools lifeTools() {
        if (lifeTools == null) {
            predictor();
            lifeTools = new LifeTools(database, catalog, fleet(), ingest().stored(), clock());
        }
        return lifeTools;
    }

    /** What the service desk's people found out about decisions. */
    public FoundLabels findings() {
        return TicketFindings.of(serviceDesk());
    }

    /** Watches the models in service by what the service desk's people found. */
    public synchronized ServiceWatch serviceWatch() {
        if (serviceWatch == null) {
            predictor();
            serviceWatch = new ServiceWatch(database, catalog, fleet(), ingest().stored(), findings(), clock());
        }
        return serviceWatch;
    }

    public synchronized Workbench workbench() {
        if (workbench == null) {
            // It works on the predictor's schema.
            predictor();
            workbench = new Workbench(database, catalog, fleet(), ingest().stored(), clock());
        }
        return workbench;
    }

    /** Trains candidates like the champions. */
    public synchronized Retraining retraining() {
        if (retraining == null) {
            retraining = new Retraining(
                    database, catalog, predictor(), models(), predictor().judging(), this::actingCosts, clock());
        }
        return retraining;
    }

    /** What people get to see of the predictor's scores. */
    public synchronized Outlooks outlooks() {
        if (outlooks == null) {
            predictor(); // whose schema has to be there first
            outlooks = new Outlooks(database, catalog, fleet(), ingest().stored());
        }
        return outlooks;
    }

    public synchronized ServiceDesk serviceDesk() {
        if (serviceDesk == null) {
            serviceDesk = new ServiceDesk(database, catalog, fleet(), clock(), newTypes);
            customers.accept(serviceDesk.customers());
            outgoing.accept(serviceDesk.outgoing());
        }
        return serviceDesk;
    }

    /** Has this closed when the workspace is, before everything opened earlier. */
    public synchronized <T extends AutoCloseable> T closeLater(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Has this closed when the workspace is, after everything else. */
    public synchronized void closeLast(AutoCloseable resource) {
        opened.addLast(resource);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                log.warn("while closing: {}", e.getMessage());
            }
        }
    }
}
