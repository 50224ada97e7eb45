package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings and other records that people enter and change one by one, from the command line. */
class RecordsCommandTest {
    private static CommandDesk desk;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        desk = new CommandDesk(directory);
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void settingsAreListedShownAndChanged() throws IOException {
        assertThat(desk.ok("setting list")).contains("retention, version 1", "reach_km", "bad_repairs", "months");
        assertThat(desk.ok("setting show assignment")).contains("jobs_a_day", "how far a centre serves");
        assertThat(desk.refused("setting show colours")).contains("there is no group of settings", "retention");
        JsonNode changed = desk.json("setting change assignment --set reach_km=80.5 --set jobs_a_day=4 --who wang");
        assertThat(changed.at("/values/reach_km").decimalValue()).isEqualByComparingTo("80.5");
        assertThat(changed.get("version").asInt()).isEqualTo(2);
        assertThat(desk.ok("setting changes assignment")).contains("wang", "reach_km: 50 to 80.5");
        assertThat(desk.refused("setting change assignment --set reach_km=20 --if-version 1"))
                .contains("of version 2 by now");
        assertThat(desk.refused("setting change retention --set words=0")).contains("from 1 to 600");
        assertThat(desk.refused("setting change retention --set dreams=3")).contains("'dreams' is no setting");
        assertThat(desk.wrong("setting change retention --set words=soon")).contains("soon");
        assertThat(desk.wrong("setting change retention")).contains("--set");
        assertThat(desk.ok("customer retention --set words=6")).contains("words            6");
        assertThat(desk.ok("setting show retention")).contains("version 2");
    }
}
