package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer says what and what to do. */
class WrongRequestsTest {
    private static SampleHouse house;
    private static Http http;

    @BeforeAll
    static void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{}", "nonsense", "[] []", "null", "{\"now\":5}", "{\"a\":1,\"a\":2}"})
    void malformedBodiesGetAClearError(String body) {
        assertThat(http.post("/api/v1/failures", body).status()).isEqualTo(400);
        assertThat(http.put("/api/v1/clock", body).status()).isEqualTo(400);
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(http.post("/api/v1/repairs", "[".repeat(5000)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tickets?state=lost, 400",
        "/api/v1/tickets?limit=0, 400",
        "/api/v1/tickets?limit=501, 400",
        "/api/v1/tickets?stat=open, 400",
        "/api/v1/tickets?state=open&state=open, 400",
        "/api/v1/tickets?type=toaster, 404",
        "/api/v1/tickets?appliance=nobody, 404",
        "/api/v1/tickets?centre=mars, 400",
        "/api/v1/technicians?centre=mars, 400",
        "/api/v1/technicians?type=toaster, 404",
        "/api/v1/technicians?fault_class=magic, 400",
        "/api/v1/centres?region=mars, 400",
        "/api/v1/centres?kind=circus, 400",
        "/api/v1/alarms?role=pope, 400",
        "/api/v1/alarms?ticket=HW-999999, 400",
        "/api/v1/complaints?class=weather, 400",
        "/api/v1/indicators/first_time_fix?centre=mars, 400",
        "/api/v1/indicators/first_time_fix?region=mars, 400",
        "/api/v1/indicators/first_time_fix?type=toaster, 404",
        "/api/v1/money/claims?centre=mars, 400",
        "/api/v1/money/statements?centre=mars, 400",
        "/api/v1/money/costs?element=air, 400",
        "/api/v1/money/costs?region=mars, 400",
        "/api/v1/money/costs?ticket=HW-999999, 400",
        "/api/v1/money/budget-against-actual?month=2026-11&centre=mars, 400",
        "/api/v1/parts/transfers?warehouse=mars, 400",
        "/api/v1/parts/orders?warehouse=mars, 400",
        "/api/v1/parts/forecast?warehouse=mars, 400",
        "/api/v1/tickets/999, 404",
        "/api/v1/tickets/99999999999999999999, 404",
        "/api/v1/tickets/%27%3B, 404",
        "/api/v1/types/toaster, 404",
        "/api/v1/appliances/nobody, 404",
        "/api/v1/appliances/nobody/telemetry?metric=drain_time, 404",
        "/api/v1/appliances/WM-04201/telemetry, 400",
        "/api/v1/appliances/WM-04201/telemetry?metric=speed, 400",
        "/api/v1/appliances/WM-04201/telemetry?metric=drain_time&from=now, 400",
        "/api/v1/appliances/WM-04201/telemetry?metric=drain_time&from=2026-12-01T00:00:00Z, 400",
        "/api/v1/appliances/WM-04201/faults?to=%2B999999999-12-31T23:59:59Z, 400",
        "/api/v1/policy-outcome?type=washing_machine, 400",
        "/api/v1/policy-outcome?type=washing_machine&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&min_lead=1d, 400",
        "/api/v1/indicators/response_time?from=-999999999-01&to=-999999999-02, 400",
        "/api/v1/indicators/response_time/cases?from=%2B400000-01&to=%2B400000-02, 400",
        "/api/v1/nothing, 404",
        "/api/v2/tickets, 404",
        "/js/, 404",
        "/js/../../io/hearthwatch/console/Console.class, 404",
        "/vendor/%2e%2e/%2e%2e/openapi.yaml, 404",
        "/web/index.html, 404"
    })
    void wrongRequestsSayWhatAndWhatToDo(String path, int status) {
        Http.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.detail()).isNotBlank();
        assertThat(answer.json().get("try").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/money/costs {'who':'x','element':'training','amount':1,'currency':'EUR','booked_on':'-99999-01-01','evidence':'e'}",
                "/api/v1/money/terms {'who':'x','rules':[{'item':'labour','amount':1,'currency':'EUR','from':'+9999999-01-01'}]}",
                "/api/v1/money/terms {'who':'x','budgets':[{'element':'training','month':'-999999-01','amount':1,'currency':'EUR'}]}",
                "/api/v1/indicators/response_time/targets {'who':'x','valid_from':'-999999999-01-01','value':1,'source':'feedback'}"
            })
    void daysThatNoDatabaseHoldsAreRefused(String request) {
        String[] parts = request.replace('\'', '"').split(" ", 2);
        Http.Answer answer = http.post(parts[0], parts[1]);
        assertThat(answer.status()).as(answer.detail()).isEqualTo(400);
    }
}
