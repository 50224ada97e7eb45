package io.hearthwatch.history;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.yaml.DidYouMean;
import io.hearthwatch.history.csv.CsvRow;
import java.util.Map;

/** Which type the appliance of a row is: what the list of appliances says, or else the row, or else the mapping. */
final class TypeFinder {
    private final Catalog catalog;
    private final Map<String, String> listed;
    private final Cell column;
    private final String type;

    /** @param listed types by id, as the files of appliances give them; empty where none do */
    TypeFinder(Catalog catalog, Map<String, String> listed, Source source, Header header) {
        this.catalog = catalog;
        this.listed = listed;
        this.column = header.bind(source.columns().get("type_column"));
        this.type = source.type();
    }

    ApplianceType of(String appliance, CsvRow row) throws BadRowException {
        String name = listed.get(appliance);
        if (name == null) {
            name = column.bound() ? column.required(row) : type;
        }
        if (name == null) {
            throw new BadRowException(
                    "appliance " + appliance + " is not among the appliances, so its type is unknown");
        }
        String found = name;
        return catalog.find(found)
                .orElseThrow(() -> new BadRowException("the catalog has no type " + Column.shortened(found) + ": "
                        + DidYouMean.hint(found, catalog.types().keySet())));
    }
}
