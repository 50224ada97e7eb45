package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.organisation.StockScope;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two centres draw from one warehouse: it belongs to each of them. */
class SharedWarehouseTest {
    private Desk it;

    @BeforeEach
    void open() {
        it = new Desk().withService();
        it.desk.load(Desk.file("""
                warehouses:
                  VAN-A: {name: Van of A, parent: WA}
                  VAN-C: {name: Van of C, parent: WA}
                centres:
                  C: {name: Centre C, time_zone: Asia/Shanghai, latitude: 31.3, longitude: 121.4, warehouse: WA}
                technicians:
                  t-a: {name: Mei, centre: A, warehouse: VAN-A}
                  t-c: {name: Bo, centre: C, warehouse: VAN-C}
                """));
    }

    @AfterEach
    void close() {
        it.close();
    }

    private StockScope of(String centre) {
        return it.desk.organisation().records().stock(new Scope(Set.of(centre), null));
    }

    @Test
    void eachOfThemLooksMovesAndTakesStockThere() {
        for (String centre : Set.of("A", "C")) {
            assertThat(of(centre).sees("WA")).as(centre).isTrue();
            assertThat(of(centre).keeps("WA")).as(centre).isTrue();
            assertThat(of(centre).supplies("MAIN", "WA")).as(centre).isTrue();
        }
        assertThat(of("B").sees("WA")).isFalse();
        assertThat(of("B").keeps("WA")).isFalse();
    }

    @Test
    void aVanIsOnlyItsCentres() {
        assertThat(of("A").keeps("VAN-A")).isTrue();
        assertThat(of("A").sees("VAN-C")).isFalse();
        assertThat(of("C").keeps("VAN-C")).isTrue();
        assertThat(of("C").sees("VAN-A")).isFalse();
    }

    @Test
    void whatNoCentreDrawsFromStaysWithWhoHasEveryCentreBelow() {
        assertThat(of("A").sees("REGION")).isFalse();
        Scope both = new Scope(Set.of("A", "B", "C"), null);
        assertThat(it.desk.organisation().records().stock(both).keeps("REGION")).isTrue();
    }
}
