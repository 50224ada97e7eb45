package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.servicedesk.clock.WeekHours;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a service file says about the organisation: regions, what centres are and may do and when they work, technicians. What is wrong is
 * recorded where the file's other problems are. For one load.
 */
public final class OrganisationFile {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final Pattern PHONE = Pattern.compile("[+0-9][0-9 ()/.-]{4,28}[0-9]");
    private static final String ID_HINT = "1 to 100 letters, digits, dots, underscores, colons or hyphens";
    private static final Set<String> KINDS =
            Set.of("own_shop", "repair_shop", "dedicated_service", "retailer", "do_it_yourself");
    private static final Set<String> WORK = Set.of(
            "repair",
            "part_replacement",
            "usage_guidance",
            "installation",
            "maintenance",
            "site_survey",
            "consultation",
            "complaint");
    private static final Set<String> GRADES = Set.of("junior", "qualified", "intermediate", "senior");
    static final String ANY = "*";

    final List<Region> regions = new ArrayList<>();
    final List<Centre> centres = new ArrayList<>();
    final List<Technician> technicians = new ArrayList<>();
    final List<Home> homes = new ArrayList<>();

    private final Catalog catalog;
    private final Set<String> knownRegions;
    private final Set<String> knownTechnicians;

    record Region(String id, Text name) {}

    /** What is said of a centre beyond what it needs; null where nothing is said. */
    record Centre(
            String id,
            String region,
            String kind,
            String phone,
            List<String> territory,
            List<Ability> abilities,
            List<String> work,
            WeekHours hours) {}

    /** Where a household is, and its own engineer; null where the file does not say. */
    record Home(String household, Double latitude, Double longitude, String engineer) {}

    /** An appliance type and a fault class, either of which may be any: {@code *}. */
    record Ability(String type, String faultClass) {}

    record Technician(
            String id,
            String centre,
            String name,
            String grade,
            List<Ability> skills,
            WeekHours hours,
            String warehouse,
            Double latitude,
            Double longitude) {}

    /**
     * @param knownRegions regions that were there before
     * @param knownTechnicians technicians that were there before, and work
     */
    public OrganisationFile(Catalog catalog, Set<String> knownRegions, Set<String> knownTechnicians) {
        this.catalog = catalog;
        this.knownRegions = new TreeSet<>(knownRegions);
        this.knownTechnicians = new TreeSet<>(knownTechnicians);
    }

    /**
     * Reads its part of the file.
     *
     * @param knownCentres centres of this file and of earlier ones
     * @param knownWarehouses the same of warehouses
     */
    public void read(YamlNode root, Set<String> knownCentres, Set<String> knownWarehouses) {
        children(root, "regions").forEach((id, node) -> {
            checkId(id, node);
            node.allowKeys("name");
            knownRegions.add(id);
            name(node).ifPresent(words -> regions.add(new Region(id, words)));
        });
        children(root, "centres").forEach(this::readCentre);
        children(root, "technicians").forEach((id, node) -> readTechnician(id, node, knownCentres, knownWarehouses));
        children(root, "households").forEach(this::readHome);
    }

    /** How many entries were read; what is said of a centre counts with the centre, where a household lives for itself. */
    public int entries() {
        long places = homes.stream()
                .filter(home -> home.latitude() != null || home.engineer() != null)
                .count();
        return regions.size() + technicians.size() + (int) places;
    }

    /**
     * Stores what was read.
     *
     * @param byPeople whether people say it, now; what a file says counts once
     * @return how many entries that changed
     */
    public int store(Connection connection, boolean byPeople) throws SQLException {
        return new OrganisationData(connection, byPeople).store(this);
    }

    private void readCentre(String id, YamlNode node) {
        String region = optional(node.get("region"), value -> value.reference("region", knownRegions));
        String kind = optional(node.get("kind"), value -> value.reference("kind of service centre", KINDS));
        List<String> territory =
                node.get("territory").isMissing() ? null : node.get("territory").texts();
        List<Ability> abilities = node.get("competences").isMissing() ? null : abilities(node.get("competences"));
        List<String> work = node.get("work").isMissing()
                ? null
                : node.get("work").items().stream()
                        .flatMap(item -> item.reference("kind of work", WORK).stream())
                        .distinct()
                        .toList();
        WeekHours hours = hours(node);
        String phone = optional(node.get("phone"), OrganisationFile::phone);
        if (region != null
                || kind != null
                || phone != null
                || territory != null
                || abilities != null
                || work != null
                || hours != null) {
            centres.add(new Centre(id, region, kind, phone, territory, abilities, work, hours));
        }
    }

    private static Optional<String> phone(YamlNode node) {
        Optional<String> phone = node.text();
        if (phone.isPresent() && !PHONE.matcher(phone.get()).matches()) {
            node.problem("is not a phone number", "with country code, such as \"+86 21 5555 0100\"");
            return Optional.empty();
        }
        return phone;
    }

    private void readTechnician(String id, YamlNode node, Set<String> knownCentres, Set<String> knownWarehouses) {
        checkId(id, node);
        node.allowKeys("name", "centre", "grade", "skills", "hours", "days", "warehouse", "latitude", "longitude");
        Optional<String> name = node.require("name", "the technician's name").text();
        Optional<String> centre = node.require("centre", "the service centre of the technician")
                .reference("service centre", knownCentres);
        String grade = optional(node.get("grade"), value -> value.reference("grade", GRADES));
        List<Ability> skills = node.get("skills").isMissing() ? List.of() : abilities(node.get("skills"));
        String van = optional(node.get("warehouse"), value -> value.reference("warehouse", knownWarehouses));
        Double latitude = node.get("latitude").number(-90, 90).orElse(null);
        Double longitude = node.get("longitude").number(-180, 180).orElse(null);
        if ((latitude == null) != (longitude == null)) {
            node.keyProblem("has a latitude or a longitude alone", "give both, or neither");
        }
        WeekHours hours = hours(node);
        if (name.isPresent() && centre.isPresent()) {
            technicians.add(new Technician(
                    id,
                    centre.get(),
                    name.get(),
                    grade == null ? "qualified" : grade,
                    skills,
                    hours,
                    van,
                    latitude,
                    longitude));
        }
    }

    private void readHome(String household, YamlNode node) {
        Double latitude = node.get("latitude").number(-90, 90).orElse(null);
        Double longitude = node.get("longitude").number(-180, 180).orElse(null);
        if ((latitude == null) != (longitude == null)) {
            node.keyProblem("has a latitude or a longitude alone", "give both, or neither");
            return;
        }
        Set<String> known = new TreeSet<>(knownTechnicians);
        technicians.forEach(technician -> known.add(technician.id()));
        String engineer = optional(node.get("engineer"), value -> value.reference("technician", known));
        homes.add(new Home(household, latitude, longitude, engineer));
    }

    private static WeekHours hours(YamlNode node) {
        YamlNode week = node.get("hours");
        if (week.isMissing()) {
            if (node.get("days").isPresent()) {
                node.get("days")
                        .problem("need hours, from which they differ", "add hours: {mon-fri: [\"08:00-18:00\"]}");
            }
            return null;
        }
        return WeekHours.read(spans(week), spans(node.get("days")), (key, what) -> {
            YamlNode at = week.has(key)
                    ? week.get(key)
                    : node.get("days").has(key) ? node.get("days").get(key) : week;
            at.keyProblem(what, "such as mon-fri: [\"08:00-12:00\", \"13:00-18:00\"]");
        });
    }

    private static Map<String, List<String>> spans(YamlNode node) {
        Map<String, List<String>> spans = new LinkedHashMap<>();
        if (node.isPresent()) {
            node.entries().forEach((key, value) -> spans.put(key, value.texts()));
        }
        return spans;
    }

    /** {@code {washing_machine: [hardware, software], "*": ["*"]}}. */
    private List<Ability> abilities(YamlNode node) {
        Set<String> types = new TreeSet<>(catalog.types().keySet());
        types.add(ANY);
        Set<String> classes = new TreeSet<>(Arrays.stream(FaultClass.values())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList());
        classes.add(ANY);
        List<Ability> abilities = new ArrayList<>();
        node.entries().forEach((type, list) -> {
            if (!types.contains(type)) {
                list.keyProblem("is for an unknown appliance type " + type, "known are " + String.join(", ", types));
            }
            for (YamlNode item : list.items()) {
                item.reference("fault class", classes).ifPresent(each -> {
                    Ability ability = new Ability(type, each);
                    if (abilities.contains(ability)) {
                        item.problem("is there twice", "leave one out");
                    } else {
                        abilities.add(ability);
                    }
                });
            }
        });
        return abilities;
    }

    private static String optional(YamlNode node, java.util.function.Function<YamlNode, Optional<String>> read) {
        return node.isMissing() ? null : read.apply(node).orElse(null);
    }

    private static Map<String, YamlNode> children(YamlNode node, String key) {
        YamlNode child = node.get(key);
        return child.isMissing() ? Map.of() : child.entries();
    }

    private static Optional<Text> name(YamlNode node) {
        YamlNode name = node.require("name", "a name, or {en: …, zh: …}");
        return name.isMapping() ? name.words() : name.text().map(Text::same);
    }

    private static void checkId(String id, YamlNode node) {
        if (!ID.matcher(id).matches()) {
            node.keyProblem("has an id that is not allowed", ID_HINT);
        }
    }
}
