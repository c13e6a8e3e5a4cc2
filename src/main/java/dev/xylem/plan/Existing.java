package dev.xylem.plan;

import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.bson.RawBsonDocument;

/** The properties of what must exist, or 404. */
final class Existing {
    private final Catalog catalog;

    Existing(Catalog catalog) {
        this.catalog = catalog;
    }

    RawBsonDocument database(String name) {
        return catalog.database(name).orElseThrow(() -> noDatabase(name)).properties();
    }

    RawBsonDocument collection(Namespace namespace) {
        return catalog.collection(namespace)
                .orElseThrow(() -> noCollection(namespace))
                .properties();
    }

    private static ProblemException noDatabase(String name) {
        return Problem.of(
                        ProblemType.DATABASE_NOT_FOUND,
                        "The database '" + name + "' does not exist; create it with PUT.")
                .exception();
    }

    private ProblemException noCollection(Namespace namespace) {
        if (catalog.database(namespace.database()).isEmpty()) {
            return noDatabase(namespace.database());
        }
        return Problem.of(
                        ProblemType.COLLECTION_NOT_FOUND,
                        "The collection '" + namespace.collection() + "' does not exist in '" + namespace.database()
                                + "'; create it with PUT.")
                .exception();
    }
}
