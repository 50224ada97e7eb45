package io.hearthwatch.servicedesk.listing;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;

/** Whether names that come and go stand for anything: what filters of lists may name. Thread-safe; blocks on the database. */
public final class KnownNames {
    private final Database database;
    private final Catalog catalog;

    public KnownNames(Database database, Catalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    /** A household, erased ones included. */
    public boolean household(String id) {
        return exists("select 1 from service.household where id = ?", id);
    }

    /** A spare part: of the catalog, or one that a shelf holds or held. */
    public boolean part(String number) {
        return catalog.types().values().stream().anyMatch(type -> type.parts().containsKey(number))
                || exists("select 1 from service.stock where part = ? limit 1", number);
    }

    /** A model of the catalog, or of a registered appliance. */
    public boolean model(String model) {
        return catalog.types().values().stream().anyMatch(type -> type.models().containsKey(model))
                || exists("select 1 from fleet.appliance where model = ? limit 1", model);
    }

    /** The lot of a registered appliance, or one that a recall was suggested for. */
    public boolean lot(String lot) {
        return exists("""
                (select 1 from fleet.appliance where lot = ? limit 1)
                union all (select 1 from service.recall_suggestion where lot = ? limit 1)
                """, lot, lot);
    }

    private boolean exists(String sql, Object... parameters) {
        return database.withConnection(connection -> Sql.first(connection, sql, row -> true, parameters))
                .isPresent();
    }
}
