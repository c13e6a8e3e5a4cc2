package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query;
import dev.xylem.api.Resource;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** Plans a page of a collection: by number, or from a cursor on. */
final class PagePlanner {
    private final Catalog catalog;
    private final Existing existing;

    PagePlanner(Catalog catalog) {
        this.catalog = catalog;
        this.existing = new Existing(catalog);
    }

    /** Everything from the cursor on, or all of it. */
    Plan export(ApiRequest request, Grant grant) {
        return new Plan.Export(plan(request, grant));
    }

    Plan.FindPage plan(ApiRequest request, Grant grant) {
        Namespace namespace = ((Resource.Collection) request.resource()).namespace();
        RawBsonDocument properties = existing.collection(namespace);
        Query query = request.query();
        StoreSupport.require(query.filter(), catalog.capabilities());
        BsonDocument filter = Scope.join(grant.rows().read(), query.filter());
        boolean ordered = !query.sort().isEmpty();
        Keyset keyset = Keyset.of(query.sort());
        var binding = new Binding(namespace, Scope.join(grant.rows().walk(), query.filter()), query.sort());
        boolean backward = query.cursor() != null && !query.cursor().forward();
        Keyset reading = backward ? keyset.reversed() : keyset;
        Shown shown = Shown.of(query.keys(), ordered ? keyset.order().keySet() : Set.of());
        boolean first = query.cursor() == null && query.page() == 1;
        var pager = new Pager(ordered ? keyset : null, shown.tellsPlaces(), binding, backward, first);
        return new Plan.FindPage(
                namespace,
                beyond(query, filter, reading, binding, ordered),
                shown,
                ordered ? reading.order() : query.sort(),
                query.hint(),
                (query.page() - 1) * query.pagesize(),
                query.pagesize(),
                query.count(),
                filter,
                query.concerns(),
                query.properties() ? properties : null,
                pager);
    }

    /** The filter, and what lies beyond the cursor. */
    private BsonDocument beyond(Query query, BsonDocument filter, Keyset reading, Binding binding, boolean ordered) {
        if (query.cursor() == null) {
            return filter;
        }
        BsonArray place = open(query.cursor(), binding);
        if (!ordered || Pager.isNowhere(place)) {
            throw Problem.of(
                            ProblemType.SORT_NOT_CURSORABLE,
                            "In this order a document's place can't be told: it sorts by an array, by NaN or by a very long value. Sort by another field, or narrow the filter.")
                    .exception();
        }
        BsonDocument after = reading.after(place);
        return Scope.join(filter, after);
    }

    private BsonArray open(Query.Cursor cursor, Binding binding) {
        try {
            return catalog.cursors().open(cursor.token(), binding.bytes());
        } catch (ProblemException e) {
            throw e.problem()
                    .with("parameter", cursor.forward() ? "after" : "before")
                    .exception();
        }
    }
}
