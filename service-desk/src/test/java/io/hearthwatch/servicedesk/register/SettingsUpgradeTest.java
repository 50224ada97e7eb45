package io.hearthwatch.servicedesk.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the version before had on record of retention is found where it is now; and what is changed by hand makes a version too. */
class SettingsUpgradeTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

    private static final String BEFORE = """
            drop trigger setting_changed on service.retention_rule;
            drop trigger setting_changed on service.support_level;
            drop trigger setting_changed on service.support_terms;
            drop trigger setting_changed on service.assignment_rule;
            drop function service.setting_changed();
            drop table service.setting;
            create table service.retention_change (
                id bigint generated always as identity primary key, kind text not null, months int not null, before int not null,
                at timestamptz not null, who text not null);
            update service.retention_rule set months = 6, changed_at = '2026-11-02T00:00:00Z', changed_by = 'li' where kind = 'words';
            insert into service.retention_change (kind, months, before, at, who)
                values ('words', 12, 24, '2026-11-01T00:00:00Z', 'wang'), ('words', 6, 12, '2026-11-02T00:00:00Z', 'li');
            """;

    private static void execute(TestDatabase test, String sql) {
        test.database().inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    @Test
    void whatWasOnRecordOfRetentionIsAVersionEach() throws IOException {
        try (TestDatabase test = TestDatabase.create();
                InputStream in = SettingsUpgradeTest.class.getResourceAsStream("/db/service/V75__settings.sql")) {
            Catalog catalog = Catalog.load(List.of());
            Settings settings = new ServiceDesk(
                            test.database(), catalog, new Fleet(test.database(), catalog, () -> NOW), () -> NOW)
                    .register()
                    .settings();
            execute(test, BEFORE);
            execute(test, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            Setting retention = settings.find("retention");
            assertThat(retention.version()).isEqualTo(3);
            assertThat(retention.changedBy()).isEqualTo("li");
            assertThat(retention.values().get("words")).isEqualByComparingTo("6");
            assertThat(settings.changes("retention", 10))
                    .extracting(RegisterChange::version)
                    .containsExactly(3, 2);
            assertThat(settings.changes("retention", 10).get(0).detail().toString())
                    .contains("from=12", "to=6");
            assertThat(settings.change("retention", 3, Map.of("words", 8), "Zhao")
                            .version())
                    .isEqualTo(4);

            execute(test, "update service.support_terms set bad_repairs = 3");
            assertThat(settings.find("support").version()).isEqualTo(2);
            assertThat(settings.find("support").values().get("bad_repairs")).isEqualByComparingTo("3");
        }
    }
}
