package io.hearthwatch.servicedesk.report;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may hurt somebody at once, as customers tick or write it. Words are looked for without grammar, so that "no burning smell" counts too:
 * a needless call is the smaller harm.
 */
public enum Danger {
    /** A smell of burning, smoke, sparks or flames. */
    BURNING(
            "burning|burnt|burned|smok[ei]|spark|flame|fire|scorch|melted|melting|overheat",
            "焦味|焦糊|糊味|烧焦|冒烟|火花|起火|着火|打火|熔化|烧坏"),
    /** Water where it should not be. */
    WATER("leak|flood|water on the floor|water everywhere|water runs out|water comes out", "漏水|渗水|淌水|溢水|水浸|积水"),
    /** Somebody got an electric shock, or may. */
    SHOCK("electric shock|electrocut|shocked me|got a shock|bare wire|tingl", "触电|漏电|电到|电人|麻手|电线裸露"),
    /** A smell of gas. */
    GAS("gas smell|smells? (of |like )?gas|gas leak", "煤气|燃气|天然气|漏气");

    private final Pattern words;

    Danger(String english, String chinese) {
        this.words = Pattern.compile(english + "|" + chinese, Pattern.CASE_INSENSITIVE);
    }

    /** As stored and as in the API, such as {@code burning}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ids of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Danger::id).toList();
    }

    /** Those that a customer's words speak of; null and the empty text speak of none. */
    static Set<Danger> in(String said) {
        if (said == null) {
            return EnumSet.noneOf(Danger.class);
        }
        return Arrays.stream(values())
                .filter(danger -> danger.words.matcher(said).find())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Danger.class)));
    }
}
