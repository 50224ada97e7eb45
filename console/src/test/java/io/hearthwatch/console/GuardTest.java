package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask what, how files are served, and that the document names every route. */
class GuardTest {
    private static SampleHouse house;
    private static Http http;

    @BeforeAll
    static void open() {
        house = SampleHouse.empty(0);
        http = new Http(house.url());
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void everyRouteIsDescribedAndTheOtherWayRound() {
        Set<String> routes = house.routes().stream()
                .map(route -> route.method().name() + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(new Contract().operations()).isEqualTo(routes);
    }

    @Test
    void servedDocumentIsTheOneInTheRepository() {
        assertThat(http.raw("/api/v1/openapi.yaml").body()).contains("openapi: 3.1.0", "/api/v1/policy-outcome");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (String path : new String[] {"/", "/api/v1/clock", "/nothing"}) {
            HttpResponse<String> answer = http.raw(path);
            String policy =
                    answer.headers().firstValue("content-security-policy").orElse("");
            assertThat(policy)
                    .contains("default-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "127.0.0.1, 200",
        "LOCALHOST:9, 200",
        "[::1], 200",
        "evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "10.0.0.1, 421"
    })
    void onlyThisMachinesNamesAreAnsweredOnLoopback(String host, int status) throws IOException {
        URI address = URI.create(house.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("GET /api/v1/clock HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(reader.readLine()).contains(" " + status + " ");
        }
    }

    @Test
    void writesFromFormsAndForeignPagesAreRefused() {
        assertThat(http.write("POST", "/api/v1/failures", "[]", "text/plain").status())
                .isEqualTo(415);
        assertThat(http.write("PUT", "/api/v1/clock", "a=b", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
        assertThat(from("http://evil.example").status()).isEqualTo(403);
        assertThat(from("null").status()).isEqualTo(403);
        assertThat(from(house.url()).status()).isEqualTo(200);
        assertThat(http.write("POST", "/api/v1/failures", "[]", "application/json; charset=utf-8")
                        .status())
                .isEqualTo(200);
    }

    private static Http.Answer from(String origin) {
        return http.send(
                "POST",
                "/api/v1/failures",
                HttpRequest.newBuilder(URI.create(house.url() + "/api/v1/failures"))
                        .header("Content-Type", "application/json")
                        .header("Origin", origin)
                        .POST(HttpRequest.BodyPublishers.ofString("[]")));
    }

    @Test
    void wrongMethodIsNamed() {
        assertThat(http.write("DELETE", "/api/v1/tickets", "", "application/json")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void unchangedFilesAreNotSentAgainAndTextIsCompressed() {
        HttpResponse<String> first = http.raw("/app.css");
        String tag = first.headers().firstValue("etag").orElseThrow();
        assertThat(first.headers().firstValue("content-type")).contains("text/css; charset=utf-8");
        HttpResponse<String> second = http.raw(
                HttpRequest.newBuilder(URI.create(house.url() + "/app.css")).header("If-None-Match", tag));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        HttpResponse<String> packed = http.raw(
                HttpRequest.newBuilder(URI.create(house.url() + "/app.css")).header("Accept-Encoding", "gzip"));
        assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(packed.body().length()).isLessThan(first.body().length() / 2);
    }

    @Test
    void addressesOfPagesAreThePage() {
        for (String path : new String[] {"/", "/tickets/1", "/appliances", "/appliances/a%2Fb", "/parts"}) {
            assertThat(http.raw(path).body()).startsWith("<!doctype html>");
        }
    }

    @Test
    void emptyServiceAnswersWithEmptyLists() {
        assertThat(http.get("/api/v1/tickets").json().get("tickets")).isEmpty();
        assertThat(http.get("/api/v1/appliances").json().get("appliances")).isEmpty();
        assertThat(http.get("/api/v1/parts").json().get("parts")).isEmpty();
        assertThat(http.get("/api/v1/overview").json().at("/figures/preempted").asInt())
                .isZero();
    }
}
