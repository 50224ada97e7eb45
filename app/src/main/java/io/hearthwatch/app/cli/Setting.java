package io.hearthwatch.app.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may also come from the settings file and the environment. A command-line option wins over a {@code HEARTHWATCH_*} variable, that
 * over the file, that over the default.
 */
public enum Setting {
    DATABASE("database", "", "PostgreSQL server to use, jdbc:postgresql://HOST:PORT/NAME; the embedded one when empty"),
    DATABASE_USER("database-user", "", "role to sign in with, unless the URL names it"),
    DATABASE_PASSWORD(
            "database-password", "", "its password; better in the environment than in a file or on a command line"),
    DATA_DIR("data-dir", "~/.hearthwatch", "directory of the embedded database"),
    CATALOG("catalog", "", "directory with further appliance types (*.yaml)"),
    CLOCK("clock", "system", "system, or driven: time moves only through PUT /api/v1/clock"),
    MQTT_HOST("mqtt-host", "127.0.0.1", "address that the MQTT gateway listens on"),
    MQTT_PORT("mqtt-port", "1883", "its port; 0 takes any free one"),
    MQTT_BROKER("mqtt-broker", "", "MQTT 5 broker to take messages from, too: mqtt://HOST:PORT or mqtts://HOST:PORT"),
    MQTT_BROKER_USER("mqtt-broker-user", "", "name to sign in to the broker with"),
    MQTT_BROKER_PASSWORD(
            "mqtt-broker-password", "", "its password; better in the environment than in a file or on a command line"),
    MQTT_BROKER_GROUP("mqtt-broker-group", "hearthwatch", "group of the shared subscription, which shares the work"),
    MQTT_BROKER_CA("mqtt-broker-ca", "", "PEM certificates to trust for mqtts://; those that Java trusts when empty"),
    NO_MQTT_LISTENER("no-mqtt-listener", "false", "let no appliance connect to this process"),
    HTTP_HOST("http-host", "127.0.0.1", "address that the console and the API listen on"),
    HTTP_PORT("http-port", "8080", "its port; 0 takes any free one"),
    MAX_AHEAD("max-ahead", "PT1H", "how far ahead of the clock an appliance's time may be"),
    MAX_BEHIND("max-behind", "P400D", "how far behind the clock an appliance's time may be"),
    COMPRESS_AFTER("compress-after", "P7D", "age at which readings are compressed, where the server is TimescaleDB"),
    RETENTION(
            "retention",
            "",
            "how long readings are kept, of all types or of some: 800d, or 800d,washing_machine=500d; for ever when empty"),
    KEEP_REJECTED("keep-rejected", "P30D", "how long refused items are kept to be looked at"),
    KEEP_DECISIONS(
            "keep-decisions",
            "P450D",
            "how long decisions of models are kept, at least 400d; those of open tickets stay longer"),
    MIN_FREE(
            "min-free",
            "",
            "room to leave on the embedded database's disk, such as 2GB or 5%; 2GB or 5% of a smaller disk when empty, 0 = off"),
    APPLIANCE_MESSAGES(
            "appliance-messages",
            "500",
            "messages a second that one appliance may send before it is slowed; 0 = no limit"),
    APPLIANCE_BYTES(
            "appliance-bytes",
            "1048576",
            "bytes a second that one appliance may send before it is slowed; 0 = no limit"),
    APPLIANCE_CUT_AFTER(
            "appliance-cut-after",
            "PT1M",
            "how long an appliance may flood with QoS 0 before its connection is closed"),
    SESSION_EXPIRY("session-expiry", "P7D", "how long an MQTT session may outlive its connection"),
    COMMANDS_PER_APPLIANCE("commands-per-appliance", "100", "commands that may wait for one appliance"),
    RETRAIN_EVERY(
            "retrain-every",
            "",
            "how old a live model may become until a candidate like it is trained, such as 30d; never when empty"),
    PUBLIC_URL("public-url", "http://127.0.0.1:8080", "address at which customers reach this server, for their links"),
    REPORT_LIMIT("report-limit", "12", "reports an hour that one address may send by the public form"),
    REPORT_LIMIT_ALL(
            "report-limit-all",
            "60",
            "reports a minute that a process takes by the public form from all addresses together"),
    HTTP_PROXIES(
            "http-proxies",
            "0",
            "proxies of yours before the pages; each appends to X-Forwarded-For whom it was asked by, so that limits count customers"),
    MAIL_SERVER(
            "mail-server",
            "",
            "server that takes e-mail to customers, smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT; none when empty"),
    MAIL_FROM("mail-from", "", "sender of the e-mail to customers"),
    MESSAGE_WEBHOOK("message-webhook", "", "system that takes messages to customers, such as an SMS gateway"),
    MESSAGE_WEBHOOK_SECRET(
            "message-webhook-secret",
            "",
            "what its messages are signed with; better in the environment than in a file or on a command line"),
    WEBHOOK_ADDRESSES(
            "webhook-addresses",
            "intranet",
            "where receivers of webhooks may be: intranet (private addresses and this machine too), or public"),
    WEBHOOK_TIMEOUT("webhook-timeout", "PT10S", "how long a receiver of webhooks may take to answer"),
    WEBHOOK_ATTEMPTS(
            "webhook-attempts", "25", "failed attempts at one event after which its ticket's events are parked"),
    KEEP_EVENTS("keep-events", "P30D", "how long events are kept that were delivered"),
    LOG_FORMAT("log-format", "text", "text, or json: one object a line on the standard error stream"),
    DEBUG("debug", "false", "show stack traces and debug logs");

    private final String key;
    private final String defaultValue;
    private final String description;

    Setting(String key, String defaultValue, String description) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** Name in the settings file and, after two hyphens, on the command line. */
    public String key() {
        return key;
    }

    /** Name of the environment variable. */
    public String variable() {
        return "HEARTHWATCH_" + name();
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    static String keys() {
        return Stream.of(values()).map(Setting::key).collect(Collectors.joining(", "));
    }
}
