package io.hearthwatch.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import io.hearthwatch.catalog.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The example organisations must know the parts that the catalog's components need. */
class ExampleServiceFilesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @Test
    void theHomeOrganisationStocksAndPricesEveryHomePart() {
        Catalog catalog = Catalog.load(List.of());
        YamlNode service = read("home/service.yaml");
        assertThat(stocked(service)).isEqualTo(parts(catalog.types().values()));
        assertThat(service.get("prices").keys()).isEqualTo(parts(catalog.types().values()));
        assertThat(service.get("default_centres").keys())
                .isEqualTo(catalog.types().keySet());
        assertThat(service.get("centres").entries().values())
                .extracting(centre -> centre.get("time_zone").text().orElseThrow())
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void theMachinesOrganisationStocksAndPricesEveryPart() {
        ApplianceType machine =
                Catalog.load(List.of(EXAMPLES.resolve("azure-pdm/catalog"))).type("pdm_machine");
        YamlNode service = read("azure-pdm/service.yaml");
        assertThat(stocked(service)).isEqualTo(machine.parts().keySet());
        assertThat(service.get("prices").keys()).isEqualTo(machine.parts().keySet());
        assertThat(service.get("costs").get("pdm_machine").keys())
                .isEqualTo(machine.components().keySet());
    }

    private static YamlNode read(String file) {
        Problems problems = new Problems();
        YamlNode root = YamlDocument.read(EXAMPLES.resolve(file), problems).root();
        problems.throwIfAny();
        return root;
    }

    private static Set<String> stocked(YamlNode service) {
        Set<String> parts = new TreeSet<>();
        service.get("stock").entries().values().forEach(shelf -> parts.addAll(shelf.keys()));
        return parts;
    }

    private static Set<String> parts(Collection<ApplianceType> types) {
        Set<String> parts = new TreeSet<>();
        types.forEach(type -> parts.addAll(type.parts().keySet()));
        return parts;
    }
}
