package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Advice in the words of who calls over HTTP. */
class RemedyTest {
    @Test
    void optionsAreKeysOfTheBody() {
        assertThat(Remedy.overHttp("leave the champion, or insist with --force --reason TEXT"))
                .isEqualTo("leave the champion, or insist with 'force' 'reason' TEXT");
        assertThat(Remedy.overHttp("give --from 2015-05-01T06:00:00Z or later, or --never-seen"))
                .isEqualTo("give 'from' 2015-05-01T06:00:00Z or later, or 'never_seen'");
    }

    @Test
    void commandsAreRoutes() {
        assertThat(Remedy.overHttp("train one with: model train --type kettle"))
                .isEqualTo("train one with: POST /api/v1/model-jobs (command train) 'type' kettle");
        assertThat(Remedy.overHttp("see: model list")).isEqualTo("see: GET /api/v1/models");
        assertThat(Remedy.overHttp("see: appliance list --type kettle"))
                .isEqualTo("see: GET /api/v1/appliances?type=kettle");
        assertThat(Remedy.overHttp("see: model audit --type kettle"))
                .isEqualTo("see: GET /api/v1/models/audit?type=kettle");
    }

    @Test
    void otherAdviceStays() {
        assertThat(Remedy.overHttp("a model trained earlier -- or wait"))
                .isEqualTo("a model trained earlier -- or wait");
        assertThat(Remedy.overHttp(null)).isNull();
    }
}
