package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.organisation.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service files that come with the project load, and serve every part that their appliances may need. */
class ExamplesTest {
    private final Desk it = new Desk();

    @AfterEach
    void close() {
        it.close();
    }

    // Tests run in the module's directory or in the project's.
    private static Path examples() {
        Path beside = Path.of("../examples");
        return Files.isDirectory(beside) ? beside : Path.of("examples");
    }

    private void loads(String example, Catalog catalog, Set<String> types) {
        ServiceDesk desk = it.withCatalog(catalog);
        Path file = examples().resolve(example).resolve("service.yaml");
        LoadReport first = desk.load(file);
        assertThat(first.changed()).isEqualTo(first.read()).isPositive();
        assertThat(desk.load(file).changed()).isZero();

        Set<String> stocked = desk.parts().stream().map(PartStock::part).collect(Collectors.toSet());
        for (String type : types) {
            ApplianceType known = catalog.type(type);
            assertThat(known.components().values())
                    .allSatisfy(component -> assertThat(stocked)
                            .as("parts of %s, %s", type, component.id())
                            .containsAll(component.parts()));
            assertThat(it.number("select count(*) from service.default_centre where type = '" + type + "'"))
                    .as("a default centre for %s", type)
                    .isEqualTo(1);
        }
        Ledger.check(it);
    }

    @Test
    void homeExampleServesTheFiveHomeTypes() {
        Catalog catalog = Catalog.load(List.of());
        assertThat(catalog.types()).hasSize(5);
        loads("home", catalog, catalog.types().keySet());
    }

    @Test
    void homeExampleSaysWhatItsCentresArePaid() {
        ServiceDesk desk = it.withCatalog(Catalog.load(List.of()));
        desk.load(examples().resolve("home/service.yaml"));
        Path money = examples().resolve("home/money.yaml");
        Actor actor = Actor.of(Caller.ANYBODY, "Hofer");
        assertThat(desk.money().load(actor, money)).isPositive();
        assertThat(desk.money().load(actor, money)).isZero();
    }

    @Test
    void azureExampleServesItsMachines() {
        Catalog catalog = Catalog.load(List.of(examples().resolve("azure-pdm/catalog")));
        loads("azure-pdm", catalog, Set.of("pdm_machine"));
        Component first = catalog.type("pdm_machine").components().get("comp1");
        ServiceDesk desk = it.withCatalog(catalog);
        assertThat(desk.costs("pdm_machine", "comp1")).isNotEqualTo(first.costs());
    }
}
