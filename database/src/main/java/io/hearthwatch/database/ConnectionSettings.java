package io.hearthwatch.database;

/**
 * Where a PostgreSQL server is and how to sign in. The password never appears in {@link #toString()}.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without credentials
 * @param user role, or null if the URL carries it
 * @param password password, or null if the URL or the server's configuration makes it unnecessary
 */
public record ConnectionSettings(String jdbcUrl, String user, String password) {
    @Override
    public String toString() {
        int query = jdbcUrl.indexOf('?');
        return (query < 0 ? jdbcUrl : jdbcUrl.substring(0, query)) + (user == null ? "" : " as " + user);
    }
}
