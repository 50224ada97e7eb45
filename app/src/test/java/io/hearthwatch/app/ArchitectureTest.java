package io.hearthwatch.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house's "may use" table, held. Maven's modules forbid most of it already; this says it in one place, for app's own view too. */
class ArchitectureTest {
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("database", Set.of()),
            Map.entry("catalog", Set.of()),
            Map.entry("fleet", Set.of("catalog", "database")),
            Map.entry("history", Set.of("catalog")),
            Map.entry("ingest", Set.of("catalog", "fleet", "database")),
            Map.entry("gateway", Set.of("catalog", "fleet", "ingest")),
            Map.entry("predictor", Set.of("catalog", "fleet", "ingest", "database")),
            Map.entry("servicedesk", Set.of("catalog", "fleet", "database")),
            Map.entry("console", Set.of("catalog", "fleet", "ingest", "predictor", "servicedesk", "database")),
            Map.entry("simulator", Set.of("catalog", "history")));

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Other modules' tests come as jars in a build of everything, which the option above does not know.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.hearthwatch");

    static List<String> rooms() {
        return List.copyOf(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyWhatTheDesignAllows(String room) {
        List<String> forbidden = new ArrayList<>();
        forbidden.add("io.hearthwatch.app..");
        for (String other : MAY_USE.keySet()) {
            if (!other.equals(room) && !MAY_USE.get(room).contains(other)) {
                forbidden.add("io.hearthwatch." + other + "..");
            }
        }
        noClasses()
                .that()
                .resideInAPackage("io.hearthwatch." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(new String[0]))
                .allowEmptyShould(false)
                .check(HOUSE);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.hearthwatch.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void timeIsInjected() {
        noClasses()
                .that()
                .resideInAPackage("io.hearthwatch..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .check(HOUSE);
    }

    @Test
    void mainCodeDoesNotSleep() {
        noClasses()
                .that()
                .resideInAPackage("io.hearthwatch..")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .check(HOUSE);
    }
}
