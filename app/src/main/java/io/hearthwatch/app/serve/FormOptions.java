package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.console.FormSettings;
import picocli.CommandLine.Option;

/** The options of {@code serve} about the public form by which customers report. */
final class FormOptions {
    @Option(
            names = "--report-limit",
            paramLabel = "NUMBER",
            description = "reports an hour that one address may send by the public form (default: 12)")
    private int addressPerHour = FormSettings.defaults().addressPerHour();

    @Option(
            names = "--report-limit-all",
            paramLabel = "NUMBER",
            description = "reports a minute that this process takes from all addresses together (default: 60)")
    private int allPerMinute = FormSettings.defaults().allPerMinute();

    @Option(
            names = "--http-proxies",
            paramLabel = "NUMBER",
            description =
                    "how many proxies of yours stand before the pages, each of which appends to X-Forwarded-For whom it was asked by;"
                            + " then limits count the customer's address, not the proxy's (default: 0)")
    private int proxies = FormSettings.defaults().proxies();

    /** @throws CommandFailure if they make no sense */
    FormSettings settings() {
        if (addressPerHour < 1 || allPerMinute < 1) {
            throw CommandFailure.usage("--report-limit and --report-limit-all are at least 1", "--report-limit 12");
        }
        if (proxies < 0 || proxies > 10) {
            throw CommandFailure.usage("--http-proxies " + proxies + " is not 0 to 10", "--http-proxies 1");
        }
        return new FormSettings(addressPerHour, allPerMinute, proxies);
    }
}
