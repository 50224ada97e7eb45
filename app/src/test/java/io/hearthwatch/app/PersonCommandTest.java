package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and their tokens from the command line. */
class PersonCommandTest {
    private static TestDatabase test;

    @TempDir
    Path temp;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static Ended run(String... arguments) {
        return Ended.of(test, arguments);
    }

    @Test
    void somebodyIsRegisteredGetsATokenAndLosesIt() throws IOException {
        assertThat(run("person", "list").out()).contains("nobody is registered");
        Ended first = run("person", "add", "boss", "--name", "Chen Jing", "--role", "headquarters");
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).contains("registered boss as headquarters", "from now on every request needs a token");
        assertThat(run("person", "add", "agent", "--name", "Li Wei", "--role", "information_agent")
                        .out())
                .doesNotContain("first person");

        String token = run("person", "token", "boss", "--label", "laptop", "--valid-for", "P30D")
                .out()
                .strip();
        assertThat(token).startsWith("hwp_").hasSizeGreaterThan(40);
        assertThat(run("person", "revoke", "boss").out()).contains("1 tokens revoked");
        assertThat(run("person", "disable", "agent").out()).contains("person add gives it back");
        Path json = temp.resolve("people.json");
        Ended list = run("person", "list", "--json", json.toString());
        assertThat(list.out()).contains("Chen Jing", "everything", "Li Wei (no access)");
        assertThat(Files.readString(json)).contains("\"role\"", "headquarters").doesNotContain("hwp_");
        run("person", "add", "agent", "--name", "Li Wei", "--role", "information_agent");
        assertThat(run("person", "list").out()).doesNotContain("no access");
    }

    @Test
    void whatDoesNotFitIsRefusedWithWhatToDo() {
        Ended none = run("person", "token", "nobody");
        assertThat(none.status()).isNotZero();
        assertThat(none.err())
                .contains("there is no person 'nobody'", "person list")
                .doesNotContain("\tat ");
        Ended role = run("person", "add", "x", "--name", "X", "--role", "king");
        assertThat(role.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(role.err()).contains("there is no role 'king'", "station_chief");
        Ended centre = run("person", "add", "x", "--name", "X", "--role", "station_chief", "--centre", "nowhere");
        assertThat(centre.status()).isNotZero();
        assertThat(centre.err()).contains("nowhere", "service load");
        assertThat(run("person", "add", "x", "--name", "X", "--role", "technician")
                        .err())
                .contains("needs a service centre");
    }
}
