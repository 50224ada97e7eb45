package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.servicedesk.clock.ClockFile;
import io.hearthwatch.servicedesk.engineer.EngineerFile;
import io.hearthwatch.servicedesk.organisation.OrganisationFile;
import io.hearthwatch.servicedesk.ticket.TermsFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A service file as it was read: what it says, and in {@link #problems()} all that is wrong with it. */
final class ServiceFile {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final String ID_HINT = "1 to 100 letters, digits, dots, underscores, colons or hyphens";
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int MOST_UNITS = 1_000_000;

    final List<Warehouse> warehouses = new ArrayList<>();
    final List<Centre> centres = new ArrayList<>();
    final List<Stated> stock = new ArrayList<>();
    final List<Price> prices = new ArrayList<>();
    final List<DefaultCentre> defaultCentres = new ArrayList<>();
    final List<Household> households = new ArrayList<>();
    final List<ComponentCost> costs = new ArrayList<>();
    final List<DailyCapacity> capacities = new ArrayList<>();
    final List<Ticketing> ticketing = new ArrayList<>();
    final OrganisationFile organisation;
    final ClockFile clocks = new ClockFile();
    final TermsFile terms;
    final EngineerFile engineers = new EngineerFile();

    private final Catalog catalog;
    private final Problems problems;

    record Warehouse(String id, Text name, String parent) {}

    record Centre(String id, Text name, String zone, double latitude, double longitude, String warehouse) {}

    /** Units on hand, as stated; the node says where in the file. */
    record Stated(YamlNode where, String warehouse, String part, int onHand) {}

    record Price(String part, BigDecimal amount, String currency) {}

    record DefaultCentre(String type, String centre) {}

    record Household(
            String id,
            String name,
            String address,
            String phone,
            String language,
            String centre,
            List<String> appliances) {}

    record ComponentCost(String type, String component, Costs costs) {}

    /** How many tickets a centre takes a day. */
    record DailyCapacity(String centre, int tickets) {}

    /** Whether decisions about a type may open tickets. */
    record Ticketing(String type, boolean enabled) {}

    /**
     * What earlier files brought, which this one may refer to.
     *
     * @param parents parent (or null) by warehouse
     * @param regions ids of regions
     * @param technicians ids of those who work here
     */
    record Known(Set<String> centres, Map<String, String> parents, Set<String> regions, Set<String> technicians) {}

    private ServiceFile(Catalog catalog, Problems problems, Known known) {
        this.organisation = new OrganisationFile(catalog, known.regions(), known.technicians());
        this.terms = new TermsFile(catalog);
        this.catalog = catalog;
        this.problems = problems;
    }

    static ServiceFile read(Path path, Catalog catalog, Known known) {
        Problems problems = new Problems();
        return read(YamlDocument.read(path, problems), problems, catalog, known);
    }

    /** The same of one that was read elsewhere, whose problems are recorded there. */
    static ServiceFile read(YamlDocument document, Problems problems, Catalog catalog, Known known) {
        YamlNode root = document.root()
                .allowKeys(
                        "centres",
                        "warehouses",
                        "stock",
                        "prices",
                        "default_centres",
                        "households",
                        "costs",
                        "tickets",
                        "regions",
                        "technicians",
                        "promises",
                        "compensation",
                        "guarantees",
                        "tariff",
                        "entitlements",
                        "pledges",
                        "own_engineer",
                        "purchases");
        Set<String> warehouses = new TreeSet<>(known.parents().keySet());
        warehouses.addAll(children(root, "warehouses").keySet());
        Set<String> centres = new TreeSet<>(known.centres());
        centres.addAll(children(root, "centres").keySet());

        ServiceFile file = new ServiceFile(catalog, problems, known);
        file.readWarehouses(root, warehouses, known.parents());
        file.readCentres(root, warehouses);
        file.readStock(root, warehouses);
        file.readPrices(root);
        file.readDefaultCentres(root, centres);
        file.readHouseholds(root, centres);
        file.readCosts(root);
        file.readTicketing(root);
        file.organisation.read(root, centres, warehouses);
        file.clocks.read(root);
        file.terms.read(root);
        file.engineers.read(root);
        return file;
    }

    Problems problems() {
        return problems;
    }

    int entries() {
        return warehouses.size()
                + centres.size()
                + stock.size()
                + prices.size()
                + defaultCentres.size()
                + households.size()
                + costs.size()
                + ticketing.size()
                + organisation.entries()
                + clocks.entries()
                + terms.entries()
                + engineers.entries();
    }

    private static Map<String, YamlNode> children(YamlNode node, String key) {
        YamlNode child = node.get(key);
        // "stock:" with nothing after it says nothing, which is not wrong.
        return child.isMissing() ? Map.of() : child.entries();
    }

    private void readWarehouses(YamlNode root, Set<String> known, Map<String, String> earlier) {
        Map<String, YamlNode> nodes = children(root, "warehouses");
        Map<String, String> parents = new HashMap<>(earlier);
        nodes.forEach((id, node) -> {
            checkId(id, node);
            node.allowKeys("name", "parent");
            Optional<Text> name = name(node);
            YamlNode parentNode = node.get("parent");
            String parent = parentNode.isMissing()
                    ? null
                    : parentNode.reference("warehouse", known).orElse(null);
            parents.put(id, parent);
            name.ifPresent(words -> warehouses.add(new Warehouse(id, words, parent)));
        });
        nodes.forEach((id, node) -> {
            if (isOwnAncestor(id, parents)) {
                node.get("parent").problem("leads back to " + id, "parents must end at a warehouse that has no parent");
            }
        });
    }

    private static boolean isOwnAncestor(String id, Map<String, String> parents) {
        Set<String> seen = new HashSet<>();
        for (String at = parents.get(id); at != null && seen.add(at); at = parents.get(at)) {
            if (at.equals(id)) {
                return true;
            }
        }
        return false;
    }

    private void readCentres(YamlNode root, Set<String> knownWarehouses) {
        children(root, "centres").forEach((id, node) -> {
            checkId(id, node);
            node.allowKeys(
                    "name",
                    "time_zone",
                    "latitude",
                    "longitude",
                    "warehouse",
                    "tickets_per_day",
                    "phone",
                    "region",
                    "kind",
                    "territory",
                    "competences",
                    "work",
                    "hours",
                    "days");
            Optional<Text> name = name(node);
            Optional<String> zone = node.require("time_zone", "such as Asia/Shanghai")
                    .reference("time zone", ZoneId.getAvailableZoneIds());
            Optional<Double> latitude =
                    node.require("latitude", "degrees north, -90 to 90").number(-90, 90);
            Optional<Double> longitude =
                    node.require("longitude", "degrees east, -180 to 180").number(-180, 180);
            Optional<String> warehouse = node.require("warehouse", "the warehouse it draws parts from first")
                    .reference("warehouse", knownWarehouses);
            node.get("tickets_per_day")
                    .integer(0, MOST_UNITS)
                    .ifPresent(tickets -> capacities.add(new DailyCapacity(id, tickets)));
            if (name.isPresent()
                    && zone.isPresent()
                    && latitude.isPresent()
                    && longitude.isPresent()
                    && warehouse.isPresent()) {
                centres.add(new Centre(id, name.get(), zone.get(), latitude.get(), longitude.get(), warehouse.get()));
            }
        });
    }

    private void readStock(YamlNode root, Set<String> knownWarehouses) {
        Set<String> parts = partNumbers();
        children(root, "stock").forEach((warehouse, shelf) -> {
            checkKnown(shelf, "warehouse", warehouse, knownWarehouses);
            shelf.entries().forEach((part, node) -> {
                checkKnown(node, "part", part, parts);
                requireValue(node, "a number of units")
                        .integer(0, MOST_UNITS)
                        .ifPresent(units -> stock.add(new Stated(node, warehouse, part, units)));
            });
        });
    }

    private void readPrices(YamlNode root) {
        Set<String> parts = partNumbers();
        children(root, "prices").forEach((part, node) -> {
            checkKnown(node, "part", part, parts);
            node.allowKeys("amount", "currency");
            Optional<Double> amount = node.require("amount", "such as 12.50").number(0, 1e9);
            Optional<String> currency = node.require("currency", "three letters, such as CNY")
                    .text(CURRENCY, "three capital letters, such as CNY");
            Optional<BigDecimal> exact =
                    amount.map(value -> BigDecimal.valueOf(value).stripTrailingZeros());
            if (exact.isPresent() && exact.get().scale() > 2) {
                node.get("amount").problem("has more than two decimals", "round it to two decimals");
            }
            if (exact.isPresent() && currency.isPresent()) {
                prices.add(new Price(part, exact.get(), currency.get()));
            }
        });
    }

    private void readDefaultCentres(YamlNode root, Set<String> knownCentres) {
        children(root, "default_centres").forEach((type, node) -> {
            checkKnown(node, "appliance type", type, catalog.types().keySet());
            requireValue(node, "a service centre")
                    .reference("service centre", knownCentres)
                    .ifPresent(centre -> defaultCentres.add(new DefaultCentre(type, centre)));
        });
    }

    private void readHouseholds(YamlNode root, Set<String> knownCentres) {
        Map<String, String> owners = new HashMap<>();
        children(root, "households").forEach((id, node) -> {
            checkId(id, node);
            node.allowKeys(
                    "name",
                    "address",
                    "phone",
                    "language",
                    "centre",
                    "appliances",
                    "latitude",
                    "longitude",
                    "engineer");
            Optional<String> name = node.require("name", "who to ask for").text();
            Optional<String> address = node.require("address", "where to drive").text();
            Optional<String> phone = node.require("phone", "in quotes, such as \"+86 21 5555 0100\"")
                    .text();
            YamlNode language = node.get("language");
            String spoken = language.isMissing()
                    ? "en"
                    : language.reference("language", Set.of("en", "zh")).orElse("en");
            YamlNode centreNode = node.get("centre");
            String centre = centreNode.isMissing()
                    ? null
                    : centreNode.reference("service centre", knownCentres).orElse(null);
            List<String> appliances = readAppliances(id, node.get("appliances"), owners);
            if (name.isPresent() && address.isPresent() && phone.isPresent()) {
                households.add(new Household(id, name.get(), address.get(), phone.get(), spoken, centre, appliances));
            }
        });
    }

    private static List<String> readAppliances(String household, YamlNode list, Map<String, String> owners) {
        List<String> appliances = new ArrayList<>();
        if (list.isPresent()) {
            for (YamlNode item : list.items()) {
                item.text(ID, ID_HINT).ifPresent(appliance -> {
                    String owner = owners.putIfAbsent(appliance, household);
                    if (owner != null) {
                        item.problem(
                                "is appliance " + appliance + ", which household " + owner + " has already",
                                "an appliance belongs to one household, once");
                    }
                    appliances.add(appliance);
                });
            }
        }
        return appliances;
    }

    private void readCosts(YamlNode root) {
        children(root, "costs").forEach((type, components) -> {
            checkKnown(components, "appliance type", type, catalog.types().keySet());
            Set<String> known = catalog.find(type)
                    .map(ApplianceType::components)
                    .map(Map::keySet)
                    .orElse(Set.of());
            components.entries().forEach((component, node) -> {
                if (!known.isEmpty()) {
                    checkKnown(node, "component", component, known);
                }
                node.allowKeys("missed_failure", "needless_visit", "held_part");
                Optional<Double> missed = cost(node, "missed_failure");
                Optional<Double> needless = cost(node, "needless_visit");
                Optional<Double> held = cost(node, "held_part");
                if (missed.isPresent() && needless.isPresent() && held.isPresent()) {
                    costs.add(new ComponentCost(type, component, new Costs(missed.get(), needless.get(), held.get())));
                }
            });
        });
    }

    private void readTicketing(YamlNode root) {
        children(root, "tickets").forEach((type, node) -> {
            checkKnown(node, "appliance type", type, catalog.types().keySet());
            requireValue(node, "enabled or shadow")
                    .reference("mode", Set.of("enabled", "shadow"))
                    .ifPresent(mode -> ticketing.add(new Ticketing(type, mode.equals("enabled"))));
        });
    }

    private static Optional<Double> cost(YamlNode node, String key) {
        return node.require(key, "what it costs, in your currency").number(0, 1e9);
    }

    private Set<String> partNumbers() {
        Set<String> parts = new TreeSet<>();
        catalog.types().values().forEach(type -> parts.addAll(type.parts().keySet()));
        return parts;
    }

    private static Optional<Text> name(YamlNode node) {
        YamlNode name = node.require("name", "a name, or {en: …, zh: …}");
        return name.isMapping() ? name.words() : name.text().map(Text::same);
    }

    private static YamlNode requireValue(YamlNode node, String hint) {
        if (node.isMissing()) {
            node.keyProblem("has no value", hint);
        }
        return node;
    }

    private static void checkId(String id, YamlNode node) {
        if (!ID.matcher(id).matches()) {
            node.keyProblem("has an id that is not allowed", ID_HINT);
        }
    }

    private static void checkKnown(YamlNode node, String kind, String id, Set<String> known) {
        if (!known.contains(id)) {
            node.keyProblem(
                    "is for an unknown " + kind + " " + id,
                    known.isEmpty() ? "none is known" : "known are " + shortList(known));
        }
    }

    private static String shortList(Set<String> known) {
        List<String> some = known.stream().sorted().limit(10).toList();
        return String.join(", ", some) + (known.size() > some.size() ? ", …" : "");
    }
}
