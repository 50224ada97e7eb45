package io.hearthwatch.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "mqtt://broker, tcp://broker:1883",
        "tcp://broker:2883/, tcp://broker:2883",
        "mqtts://broker.example.com, ssl://broker.example.com:8883",
        "SSL://10.0.0.1:1, ssl://10.0.0.1:1",
        "mqtt://[::1]:1883, tcp://[::1]:1883",
    })
    void schemesAndPortsAreUnderstood(String given, String client) {
        assertThat(BrokerAddress.parse(given).clientUri()).isEqualTo(client);
    }

    @Test
    void userAndPasswordAreTakenAndNeverShown() {
        BrokerAddress address = BrokerAddress.parse("mqtts://hearth%40watch:s3cr%3At@p+w@broker");
        assertThat(address.user()).isEqualTo("hearth@watch");
        assertThat(address.password()).isEqualTo("s3cr:t@p+w");
        assertThat(address).hasToString("mqtts://broker:8883");
        assertThat(BrokerSettings.of("mqtt://u:s3cret@broker").toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker:1883",
                "http://u:s3cret@broker",
                "u:s3cret@broker",
                "mqtt://u:s3cret@",
                "mqtt://u:s3cret@broker:99999",
                "mqtt://u:s3cret@broker/topic",
                "mqtt://u:s3cret%zz@broker",
                "mqtt://u:s3cret@my_broker",
                ""
            })
    void anythingElseIsRefusedWithoutItsSecret(String given) {
        assertThatThrownBy(() -> BrokerAddress.parse(given))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> {
                    for (Throwable t = e; t != null; t = t.getCause()) {
                        assertThat(t).hasMessageNotContaining("s3cret");
                    }
                });
    }
}
