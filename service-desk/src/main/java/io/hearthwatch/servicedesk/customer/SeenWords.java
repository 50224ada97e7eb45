package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import java.util.Locale;
import java.util.Optional;

/**
 * What we saw of an appliance, as customers are told. A probability is for those who decide by it: a customer wants to know what we noticed,
 * and whether the appliance may still be used. Stateless.
 */
final class SeenWords {
    private SeenWords() {}

    /**
     * Sentences for the customer.
     *
     * @param source the ticket's
     * @param type appliance type, or null
     * @param component of the catalog; unknown where nobody knows
     * @param summary the ticket's own words, or null: what customers said comes back to them as they said it
     */
    static Text of(Catalog catalog, String source, String type, String component, Text summary) {
        if (!"prediction".equals(source)) {
            return summary;
        }
        Text appliance = Optional.ofNullable(type)
                .flatMap(catalog::find)
                .map(found -> found.label())
                .orElse(new Text("Appliance", "家电"));
        Optional<Text> part = Optional.ofNullable(type)
                .flatMap(catalog::find)
                .map(found -> found.components().get(component))
                .map(found -> found.label());
        String whose = appliance.en().toLowerCase(Locale.ROOT);
        return part.map(label -> new Text(
                        "The readings of your " + whose + " show that " + inSentence(label.en())
                                + " is no longer working as it should. You can go on using it for now, but it may fail.",
                        "根据您的" + appliance.zh() + "的运行数据，我们发现" + label.zh() + "的工作状态不正常。目前仍可继续使用，但可能会发生故障。"))
                .orElse(new Text(
                        "The readings of your " + whose
                                + " are not as they should be. You can go on using it for now, but it may fail.",
                        "根据您的" + appliance.zh() + "的运行数据，我们发现其工作状态不正常。目前仍可继续使用，但可能会发生故障。"));
    }

    /** "Drain pump" becomes "its drain pump", "NTC sensor" "its NTC sensor". */
    private static String inSentence(String label) {
        boolean plainWord = label.length() > 1 && Character.isLowerCase(label.charAt(1));
        return "its " + (plainWord ? label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1) : label);
    }
}
