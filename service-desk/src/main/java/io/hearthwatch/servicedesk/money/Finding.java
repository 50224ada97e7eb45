package io.hearthwatch.servicedesk.money;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was seen when a claim was held against its ticket, in words for people.
 *
 * @param code for programs, such as {@code above_tariff}
 */
record Finding(String code, String en, String zh) {
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("code", code);
        shown.put("en", en);
        shown.put("zh", zh);
        return shown;
    }
}
