package io.hearthwatch.servicedesk.register;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the whole service, in groups: {@code retention} (months for which what is personal is kept), {@code support} (when a fault is
 * hard, and how long technical support may take) and {@code assignment} (how a ticket's service centre is chosen). A change holds from then
 * on, makes another version of its group, and is on record. Thread-safe; every call blocks on the database.
 */
public final class Settings {
    private static final String KIND = "setting";

    private final Database database;
    private final InstantSource clock;

    Settings(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Every group. */
    public List<Setting> list() {
        return database.withConnection(connection -> {
            List<Setting> all = new ArrayList<>();
            for (SettingGroup group : SettingGroup.ALL) {
                all.add(read(connection, group, ""));
            }
            return all;
        });
    }

    /**
     * One group.
     *
     * @throws Refusal if there is none of that name
     */
    public Setting find(String name) {
        SettingGroup group = group(name);
        return database.withConnection(connection -> read(connection, group, ""));
    }

    /**
     * Changes numbers of a group; the others stay.
     *
     * @param version that the change is about; null for whatever it is
     * @param patch numbers by name
     * @throws Refusal if there is no such group or number, a number is not right, or the group is of another version by now
     */
    public Setting change(String name, Integer version, Map<String, ?> patch, String who) {
        SettingGroup group = group(name);
        Map<String, BigDecimal> wanted = new LinkedHashMap<>();
        patch.forEach((item, value) -> wanted.put(item, number(group, item, value)));
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            Setting before = read(connection, group, " for update");
            if (version != null && version != before.version()) {
                throw new Refusal(
                                Refusal.Kind.STALE,
                                "the settings of " + name + " are of version " + before.version() + " by now, not "
                                        + version,
                                "read them again, see what has changed, and send their new version")
                        .with("version", before.version());
            }
            Map<String, BigDecimal> after = new LinkedHashMap<>(before.values());
            after.putAll(wanted);
            warnInTime(after);
            Set<String> fields = RegisterLog.changed(Map.copyOf(before.values()), Map.copyOf(after));
            if (fields.isEmpty()) {
                return before;
            }
            Sql.list(connection, "select set_config('service.setting', ?, true)", row -> null, name);
            for (SettingGroup.Item item : group.items()) {
                Sql.update(connection, item.write(), after.get(item.name()), at, who);
            }
            Sql.update(
                    connection,
                    "update service.setting set version = version + 1, changed_at = ?, changed_by = ? where name = ?",
                    at,
                    who,
                    name);
            RegisterLog.note(
                    connection,
                    new RegisterLog.Subject(KIND, name, before.version() + 1),
                    "changed",
                    fields,
                    RegisterLog.detail(fields, Map.copyOf(before.values()), Map.copyOf(after)),
                    who,
                    at);
            return read(connection, group, "");
        });
    }

    /** What changed of a group, the newest first. */
    public List<RegisterChange> changes(String name, int limit) {
        group(name);
        return database.withConnection(connection -> RecordReads.changes(connection, KIND, name, limit));
    }

    private static SettingGroup group(String name) {
        return SettingGroup.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "group of settings",
                        name,
                        "use one of "
                                + String.join(
                                        ", ",
                                        SettingGroup.ALL.stream()
                                                .map(SettingGroup::name)
                                                .toList())));
    }

    private static BigDecimal number(SettingGroup group, String name, Object value) {
        Setting.About about = group.about().get(name);
        if (about == null) {
            throw Refusal.invalid(
                    "'" + (name.length() <= 60 ? name : name.substring(0, 60) + "…") + "' is no setting of "
                            + group.name(),
                    "use " + String.join(", ", group.about().keySet()));
        }
        BigDecimal number = value instanceof Number ? new BigDecimal(value.toString()) : null;
        boolean fits = number != null
                && number.compareTo(about.least()) >= 0
                && number.compareTo(about.most()) <= 0
                && number.stripTrailingZeros().scale() <= (about.whole() ? 0 : 3);
        if (!fits) {
            throw Refusal.invalid(
                    "'" + name + "' is not a " + (about.whole() ? "whole number" : "number") + " of " + about.unit()
                            + " from " + about.least() + " to " + about.most(),
                    "send one, such as " + about.least());
        }
        return plain(number);
    }

    /** A level is not warned before it was asked. */
    private static void warnInTime(Map<String, BigDecimal> after) {
        after.forEach((name, value) -> {
            BigDecimal warn = after.get(name.replace("_minutes", "_warn_minutes"));
            if (name.endsWith("_minutes") && warn != null && warn.compareTo(value) > 0) {
                throw Refusal.invalid(
                        "a warning " + warn + " minutes before the end does not fit into '" + name + "' of " + value,
                        "lower " + name.replace("_minutes", "_warn_minutes") + ", or raise " + name);
            }
        });
    }

    private static Setting read(Connection connection, SettingGroup group, String lock) throws SQLException {
        Map<String, BigDecimal> stored = new LinkedHashMap<>();
        record Head(int version, Instant at, String by) {}
        Head head = Sql.first(
                        connection,
                        "select version, changed_at, changed_by from service.setting where name = ?" + lock,
                        row -> new Head(
                                row.getInt("version"), Sql.instant(row, "changed_at"), row.getString("changed_by")),
                        group.name())
                .orElseThrow();
        Sql.list(connection, group.read(), row -> stored.put(row.getString("name"), plain(row.getBigDecimal("value"))));
        Map<String, BigDecimal> values = new LinkedHashMap<>();
        group.items().forEach(item -> values.put(item.name(), stored.get(item.name())));
        return new Setting(group.name(), group.label(), head.version(), head.at(), head.by(), values, group.about());
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
