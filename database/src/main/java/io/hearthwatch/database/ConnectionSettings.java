package io.hearthwatch.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a PostgreSQL server is and how to sign in. The password never appears in {@link #toString()}, nor in the URL: drivers and pools
 * log URLs.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}; {@code user} and {@code password} among its parameters are taken out of it
 * @param user role, or null if the URL carried it, or neither
 * @param password password, or null if the URL carried it, or the server's configuration makes it unnecessary
 */
public record ConnectionSettings(String jdbcUrl, String user, String password) {
    public ConnectionSettings {
        int query = jdbcUrl.indexOf('?');
        if (query >= 0) {
            List<String> kept = new ArrayList<>();
            for (String parameter : jdbcUrl.substring(query + 1).split("&", -1)) {
                if (parameter.startsWith("user=")) {
                    user = user == null ? value(parameter) : user;
                } else if (parameter.startsWith("password=")) {
                    password = password == null ? value(parameter) : password;
                } else if (!parameter.isEmpty()) {
                    kept.add(parameter);
                }
            }
            jdbcUrl = jdbcUrl.substring(0, query) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
        }
    }

    private static String value(String parameter) {
        return URLDecoder.decode(parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        int query = jdbcUrl.indexOf('?');
        return (query < 0 ? jdbcUrl : jdbcUrl.substring(0, query)) + (user == null ? "" : " as " + user);
    }
}
