package io.hearthwatch.app.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an import says of itself. */
class ImportReportTest {
    private static ImportReport report(long read, long stored, long repeated, long rejected) {
        return new ImportReport(read, stored, repeated, rejected, 0, Map.of(), List.of());
    }

    @Test
    void importOfWhichNothingCouldBeUsedHasFailed() throws Exception {
        assertThat(report(3, 0, 0, 3).allRejected()).isTrue();
        assertThat(report(3, 0, 1, 2).allRejected()).as("one was there before").isFalse();
        assertThat(report(3, 1, 0, 2).allRejected()).isFalse();
        assertThat(report(0, 0, 0, 0).allRejected()).as("all after --until").isFalse();
        assertThat(new ObjectMapper().writeValueAsString(report(3, 0, 0, 3))).doesNotContain("allRejected");
    }
}
