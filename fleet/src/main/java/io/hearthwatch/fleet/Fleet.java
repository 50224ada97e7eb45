package io.hearthwatch.fleet;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The registry: which appliances there are, whether one that connects is who it says, and what failed and was repaired when. All
 * state is in the schema {@code fleet}; this object only caches credentials for a short while. Thread-safe; every call blocks on the
 * database, except that {@link #authenticate} often answers from memory.
 */
public final class Fleet {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final int ROWS_PER_STATEMENT = 5_000;
    private static final int CACHED_CREDENTIALS = 20_000;

    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Secrets secrets;
    private final ApplianceStore appliances;
    private final LabelStore failures;
    private final LabelStore repairs;
    private final CredentialCache credentials;

    /** Brings the schema up to date and opens the registry. */
    public Fleet(Database database, Catalog catalog, InstantSource clock) {
        this(database, catalog, clock, new SecureRandom());
    }

    /**
     * Brings the schema up to date and opens the registry.
     *
     * @param random where secrets and salts come from
     */
    public Fleet(Database database, Catalog catalog, InstantSource clock, SecureRandom random) {
        this(database, catalog, clock, random, CACHED_CREDENTIALS, System::nanoTime);
    }

    Fleet(
            Database database,
            Catalog catalog,
            InstantSource clock,
            SecureRandom random,
            int cachedCredentials,
            LongSupplier nanoTime) {
        database.migrate("fleet");
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
        this.secrets = new Secrets(random);
        this.appliances = new ApplianceStore(database);
        this.failures = LabelStore.failures(database);
        this.repairs = LabelStore.repairs(database);
        this.credentials = new CredentialCache(cachedCredentials, appliances::credential, nanoTime);
    }

    // Appliances

    /** Whether an appliance may have this id: 1 to 100 letters, digits, dots, underscores, colons or hyphens. */
    public static boolean isId(String id) {
        return id != null && ID.matcher(id).matches();
    }

    /** Registers one appliance; see {@link #addAll}. */
    public NewCredential add(NewAppliance appliance) {
        return addAll(List.of(appliance)).get(0);
    }

    /**
     * Registers appliances in one transaction. One that is there with the same type is repeated: it stays as it is and gets no new
     * secret.
     *
     * @return one result per appliance, in the order given
     * @throws FleetRejectedException if an id is malformed, a type is not in the catalog, an id is there with another type, or an
     *     appliance was bought before it was made; nothing is registered then
     */
    public List<NewCredential> addAll(List<NewAppliance> wanted) {
        Map<String, NewAppliance> sorted = checked(wanted);
        Map<String, Appliance> registered = new HashMap<>();
        Map<String, String> generated = new HashMap<>();
        database.inTransaction(connection -> {
            for (List<NewAppliance> batch : batches(List.copyOf(sorted.values()))) {
                register(connection, batch, registered, generated);
            }
            List<String> problems = sorted.values().stream()
                    .filter(a -> !registered.get(a.id()).type().equals(a.type()))
                    .map(a -> "appliance " + a.id() + " is registered as "
                            + registered.get(a.id()).type() + ", not as " + a.type())
                    .toList();
            if (!problems.isEmpty()) {
                throw new FleetRejectedException(problems);
            }
            return null;
        });
        // An id that is twice in the list is new the first time and repeated the second.
        return wanted.stream()
                .map(a -> new NewCredential(registered.get(a.id()), generated.remove(a.id())))
                .toList();
    }

    private Map<String, NewAppliance> checked(List<NewAppliance> wanted) {
        Map<String, NewAppliance> byId = new TreeMap<>();
        Set<String> problems = new LinkedHashSet<>();
        for (NewAppliance appliance : wanted) {
            if (!isId(appliance.id())) {
                problems.add("appliance id '" + appliance.id()
                        + "' is not 1 to 100 letters, digits, dots, underscores, colons or hyphens");
                continue;
            }
            if (appliance.type() == null || catalog.find(appliance.type()).isEmpty()) {
                problems.add("appliance " + appliance.id() + ": no type '" + appliance.type()
                        + "' in the catalog, which has "
                        + String.join(", ", catalog.types().keySet()));
            }
            ApplianceDates.problem(appliance.id(), appliance.producedOn(), appliance.purchasedOn())
                    .ifPresent(problems::add);
            NewAppliance before = byId.putIfAbsent(appliance.id(), appliance);
            if (before != null && !before.type().equals(appliance.type())) {
                problems.add("appliance " + appliance.id() + " is listed as " + before.type() + " and as "
                        + appliance.type());
            }
        }
        if (!problems.isEmpty()) {
            throw new FleetRejectedException(List.copyOf(problems));
        }
        return byId;
    }

    private void register(
            Connection connection,
            List<NewAppliance> batch,
            Map<String, Appliance> registered,
            Map<String, String> generated)
            throws SQLException {
        List<String> ids = batch.stream().map(NewAppliance::id).toList();
        // Looked up first, so that running an import again does not use up numbers; the insert settles races.
        Map<String, Appliance> known = ApplianceStore.byIds(connection, ids);
        List<NewAppliance> missing =
                batch.stream().filter(a -> !known.containsKey(a.id())).toList();
        if (!missing.isEmpty()) {
            Map<String, String> fresh =
                    missing.stream().collect(Collectors.toMap(NewAppliance::id, a -> secrets.generate()));
            Map<String, byte[]> hashes = new HashMap<>();
            fresh.forEach((id, secret) -> hashes.put(id, secrets.hash(secret)));
            for (String id : ApplianceStore.insertMissing(connection, missing, hashes, clock.instant())) {
                generated.put(id, fresh.get(id));
            }
            known.putAll(ApplianceStore.byIds(
                    connection, missing.stream().map(NewAppliance::id).toList()));
        }
        registered.putAll(known);
    }

    /**
     * Adds what became known of an appliance.
     *
     * @return whether that changed anything; not where there is no such appliance
     * @throws FleetRejectedException if its dates do not go together; nothing is changed then
     */
    public boolean describe(String id, ApplianceDetails details) {
        boolean changed = database.inTransaction(connection -> {
            Optional<Appliance> known = ApplianceStore.locked(connection, id);
            if (known.isEmpty()) {
                return false;
            }
            Appliance before = known.get();
            Optional<String> problem = ApplianceDates.problem(
                    id,
                    details.producedOn() == null ? before.producedOn() : details.producedOn(),
                    details.purchasedOn() == null ? before.purchasedOn() : details.purchasedOn());
            // What was wrong before is no reason to refuse what is said of other things.
            if (problem.isPresent() && (details.producedOn() != null || details.purchasedOn() != null)) {
                throw new FleetRejectedException(List.of(problem.get()));
            }
            return ApplianceStore.describe(connection, id, details);
        });
        credentials.invalidate(id);
        return changed;
    }

    /** The appliance with the maker's id. */
    public Optional<Appliance> find(String id) {
        return appliances.credential(id).map(CredentialCache.Credential::appliance);
    }

    /** The registered ones of some appliance ids, by id. */
    public Map<String, Appliance> findAll(Collection<String> ids) {
        return database.withConnection(connection -> ApplianceStore.byIds(connection, ids));
    }

    /** The appliance with the registry's number. */
    public Optional<Appliance> find(int no) {
        return appliances.find(no);
    }

    /** What else the maker told about an appliance; empty where nothing, or where there is no such appliance. */
    public Map<String, Object> attributes(int no) {
        return appliances.attributes(no);
    }

    /**
     * One page in order of id (by bytes).
     *
     * @param type only this type, or null for all
     * @param afterId last id of the page before, or null for the first page
     * @param limit most appliances wanted
     */
    public List<Appliance> list(String type, String afterId, int limit) {
        return appliances.list(type, afterId, null, limit);
    }

    /** One page of the appliances whose id contains a piece, whatever its case; otherwise as {@link #list}. */
    public List<Appliance> search(String type, String piece, String afterId, int limit) {
        return appliances.list(type, afterId, piece, limit);
    }

    /** Streams all appliances of a type, or all (null), in order of number. Holds a connection meanwhile. */
    public void forEach(String type, Consumer<Appliance> consumer) {
        appliances.forEach(type, consumer);
    }

    /** How many appliances of a type, or of all types (null), are registered. */
    public long count(String type) {
        return appliances.count(type);
    }

    /** Notes the firmware version that an appliance reported. */
    public void firmware(String id, String version) {
        appliances.update(id, "firmware", version);
        credentials.invalidate(id);
    }

    /**
     * Notes the firmware versions that appliances reported, in the caller's transaction, where they differ from what is known. In order
     * of number, so that two who do it at once don't wait for each other in a circle.
     */
    public static void firmware(Connection connection, SortedMap<Integer, String> versionByNo) throws SQLException {
        if (!versionByNo.isEmpty()) {
            ApplianceStore.firmware(connection, versionByNo);
        }
    }

    // Identity

    /**
     * The appliance, if there is one with this id and the secret is its own. A credential is cached for up to a minute; one that this
     * object changed is forgotten at once.
     */
    public Optional<Appliance> authenticate(String id, String secret) {
        if (id == null || secret == null || !ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return credentials.authenticate(id, secret);
    }

    /** Replaces an appliance's secret; the old one stops working at once here, and within a minute in other processes. */
    public Optional<NewCredential> renewSecret(String id) {
        String secret = secrets.generate();
        boolean changed = appliances.update(id, "secret_hash", secrets.hash(secret));
        credentials.invalidate(id);
        return changed ? find(id).map(appliance -> new NewCredential(appliance, secret)) : Optional.empty();
    }

    // Labels

    /**
     * Stores failures; one that is there already (same appliance, component and time) is counted as repeated.
     *
     * @throws FleetRejectedException if an appliance is unknown or its type has no such component; nothing is stored then
     */
    public StoreCount recordFailures(List<ComponentEvent> events) {
        return record(failures, events);
    }

    /** Stores repairs; otherwise as {@link #recordFailures}. */
    public StoreCount recordRepairs(List<ComponentEvent> events) {
        return record(repairs, events);
    }

    private StoreCount record(LabelStore store, List<ComponentEvent> events) {
        return database.inTransaction(connection -> {
            StoreCount count = new StoreCount(0, 0);
            TicketWorkStore.lock(connection, events.stream().mapToInt(ComponentEvent::applianceNo));
            for (List<ComponentEvent> batch : batches(events)) {
                checkComponents(connection, batch);
                count = count.plus(store.insertMissing(connection, batch));
                if (store == failures) {
                    LabelStore.failedAfterAll(connection, batch);
                }
            }
            return count;
        });
    }

    /**
     * Keeps what a ticket found and repaired as failures and repairs, in the caller's transaction, in place of what the same ticket told
     * before. Events that another system told of, too, are not stored twice, whoever was first: a repair within two days of the ticket's,
     * and a failure within a month of it without a repair between. The caller has locked the ticket.
     *
     * @param receivedAt when it became known; what the ticket told before keeps its own time
     * @return the repairs and the failure that are new with it; empty where nothing changed
     */
    public static TicketWork tell(Connection connection, TicketWork work, Instant receivedAt) throws SQLException {
        return new TicketWorkStore(connection, work, receivedAt).tell();
    }

    private void checkComponents(Connection connection, List<ComponentEvent> events) throws SQLException {
        Map<Integer, String> types = ApplianceStore.types(
                connection,
                events.stream().map(ComponentEvent::applianceNo).collect(Collectors.toCollection(HashSet::new)));
        List<String> problems = events.stream()
                .map(event -> problem(event, types.get(event.applianceNo())))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new FleetRejectedException(problems);
        }
    }

    private Optional<String> problem(ComponentEvent event, String type) {
        if (type == null) {
            return Optional.of("no appliance has number " + event.applianceNo());
        }
        Set<String> components = catalog.find(type)
                .map(ApplianceType::components)
                .map(Map::keySet)
                .orElse(Set.of());
        return components.contains(event.component())
                ? Optional.empty()
                : Optional.of("type " + type + " has no component '" + event.component() + "', only "
                        + String.join(", ", components));
    }

    /**
     * Streams failures in order of appliance number, time and component. Holds a connection meanwhile.
     *
     * @param type only appliances of this type, or null for all
     * @param nos only these appliances, or null for all
     * @param upTo latest time, inclusive
     * @param receivedUpTo latest time of receipt, inclusive
     */
    public void failures(
            String type, int[] nos, Instant upTo, Instant receivedUpTo, Consumer<ComponentEvent> consumer) {
        failures.read(type, nos, upTo, receivedUpTo, consumer);
    }

    /** Streams repairs; otherwise as {@link #failures}. */
    public void repairs(String type, int[] nos, Instant upTo, Instant receivedUpTo, Consumer<ComponentEvent> consumer) {
        repairs.read(type, nos, upTo, receivedUpTo, consumer);
    }

    /** How many failures and repairs of a type, or of all types (null), have {@code from < time <= to}. */
    public LabelCounts labels(String type, Instant from, Instant to) {
        return new LabelCounts(failures.count(type, from, to), repairs.count(type, from, to));
    }

    /** Time of the newest failure or repair of a type, or of all types (null). */
    public Optional<Instant> newestLabel(String type) {
        return Stream.of(failures.newest(type), repairs.newest(type))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    private static <T> List<List<T>> batches(List<T> items) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < items.size(); from += ROWS_PER_STATEMENT) {
            batches.add(items.subList(from, Math.min(items.size(), from + ROWS_PER_STATEMENT)));
        }
        return batches;
    }
}
