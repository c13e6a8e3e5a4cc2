package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query;
import dev.xylem.api.Query.Count;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads the query string into a {@link Query}. */
final class QueryParser {
    private static final BsonDocument NEWEST_FIRST = new BsonDocument("_id", new BsonInt32(-1));

    private final Settings settings;
    private final JsonParameter json;

    QueryParser(Settings settings) {
        this.settings = settings;
        this.json = new JsonParameter(settings.limits().filterDepth());
    }

    Query parse(Parameters parameters, Action action) {
        int pagesize = parameters.integer(
                "pagesize",
                settings.paging().defaultSize(),
                0,
                settings.paging().maxSize());
        BsonDocument filter = filter(parameters, action);
        return new Query(
                filter,
                Projection.merge(objects(parameters, "keys")),
                sort(parameters, filter),
                hint(parameters),
                page(parameters, pagesize),
                cursor(parameters),
                pagesize,
                count(parameters),
                !parameters.flag("np"),
                writeMode(parameters, action),
                arrayFilters(parameters),
                max(parameters),
                Embedding.read(parameters),
                new Query.Concerns(
                        oneOf(parameters, "readConcern", READ_CONCERNS),
                        oneOf(parameters, "readPreference", READ_PREFERENCES),
                        oneOf(parameters, "writeConcern", WRITE_CONCERNS)),
                Variables.parse(parameters.one("avars"), json),
                explain(parameters),
                confirmed(parameters));
    }

    private static boolean confirmed(Parameters parameters) {
        String text = parameters.one("confirm");
        if (text != null && !text.equals("ttl")) {
            throw Parameters.invalid("confirm", "can be ttl: the index may delete documents after less than a minute");
        }
        return text != null;
    }

    private static Query.@Nullable Explain explain(Parameters parameters) {
        String text = parameters.one("explain");
        if (text == null) {
            return null;
        }
        return text.isEmpty()
                ? Query.Explain.QUERYPLANNER
                : parameters.choice("explain", Query.Explain.class, Query.Explain.QUERYPLANNER);
    }

    private BsonDocument filter(Parameters parameters, Action action) {
        List<BsonDocument> given = objects(parameters, "filter");
        boolean bulk = action instanceof Action.BulkPatch || action instanceof Action.BulkDelete;
        if (bulk && given.isEmpty()) {
            throw Problem.of(
                            ProblemType.FILTER_MISSING,
                            "A bulk write needs ?filter={..}, a MongoDB query that selects the documents to write.")
                    .exception();
        }
        given.forEach(filter -> FilterGuard.check("filter", filter));
        return and(given);
    }

    private static BsonDocument and(List<BsonDocument> filters) {
        return switch (filters.size()) {
            case 0 -> new BsonDocument();
            case 1 -> filters.getFirst();
            default -> new BsonDocument("$and", new BsonArray(filters));
        };
    }

    private List<BsonDocument> objects(Parameters parameters, String name) {
        var objects = new ArrayList<BsonDocument>();
        parameters.all(name).forEach(text -> objects.add(json.object(name, text)));
        return objects;
    }

    private BsonDocument sort(Parameters parameters, BsonDocument filter) {
        if (!parameters.has("sort") && !parameters.has("sort_by")) {
            // $near orders by distance, as long as nobody asks for another order
            return FilterGuard.usesDistance(filter) ? new BsonDocument() : NEWEST_FIRST;
        }
        // joined in the order sent, whichever of the two names was used
        var order = new BsonDocument();
        for (String name : parameters.names()) {
            if (name.equals("sort") || name.equals("sort_by")) {
                new SortOrder(name, json).join(parameters.all(name), order);
            }
        }
        return order;
    }

    private @Nullable BsonValue hint(Parameters parameters) {
        List<String> given = parameters.all("hint");
        if (given.isEmpty()) {
            return null;
        }
        String first = given.getFirst().strip();
        boolean isName =
                given.size() == 1 && !first.startsWith("{") && !first.startsWith("-") && !first.startsWith("+");
        if (isName && !first.isEmpty() && !first.startsWith("$")) {
            return new BsonString(first);
        }
        BsonDocument keys = new SortOrder("hint", json).join(given, new BsonDocument());
        return keys.isEmpty() ? null : keys;
    }

    private int page(Parameters parameters, int pagesize) {
        int page = parameters.integer("page", 1, 1, Integer.MAX_VALUE);
        long skip = (page - 1L) * pagesize;
        if (skip > settings.limits().skip()) {
            throw Problem.of(
                            ProblemType.SKIP_TOO_LARGE,
                            "Page " + page + " would skip " + skip + " documents; at most "
                                    + settings.limits().skip()
                                    + " are allowed (limits.skip). Narrow the filter instead.")
                    .with("parameter", "page")
                    .exception();
        }
        return page;
    }

    private static Query.@Nullable Cursor cursor(Parameters parameters) {
        Query.Cursor after = cursor(parameters, "after");
        Query.Cursor before = cursor(parameters, "before");
        Query.Cursor cursor = after == null ? before : after;
        boolean both = after != null && before != null;
        if (both || (cursor != null && parameters.has("page"))) {
            throw Parameters.invalid(
                    after == null ? "before" : "after", "contradicts page, and the other cursor: it stands alone");
        }
        return cursor;
    }

    private static Query.@Nullable Cursor cursor(Parameters parameters, String name) {
        String token = parameters.one(name);
        return token == null ? null : new Query.Cursor(token, name.equals("after"));
    }

    private static Count count(Parameters parameters) {
        String text = parameters.one("count");
        return switch (text == null ? "false" : text) {
            case "false", "0" -> Count.NONE;
            case "", "true", "1", "exact" -> Count.EXACT;
            case "estimated" -> Count.ESTIMATED;
            default -> throw Parameters.invalid("count", "is given alone, or as count=exact or count=estimated");
        };
    }

    private static WriteMode writeMode(Parameters parameters, Action action) {
        WriteMode mode = parameters.choice("wm", WriteMode.class, WriteMode.UPSERT);
        boolean merges = action instanceof Action.BulkPatch;
        if (merges && mode == WriteMode.INSERT) {
            throw Parameters.invalid("wm", "cannot be insert here: a bulk PATCH changes what is there");
        }
        return mode;
    }

    private List<BsonDocument> arrayFilters(Parameters parameters) {
        String text = parameters.one("arrayFilters");
        if (text == null) {
            return List.of();
        }
        String wrapped = "{\"a\":" + text + "}";
        BsonValue value = json.object("arrayFilters", wrapped).get("a");
        if (!(value instanceof BsonArray array) || !array.stream().allMatch(BsonDocument.class::isInstance)) {
            throw Parameters.invalid("arrayFilters", "must be a JSON array of objects");
        }
        return array.stream()
                .map(element -> FilterGuard.check("arrayFilters", element.asDocument()))
                .toList();
    }

    private static OptionalInt max(Parameters parameters) {
        return parameters.has("max")
                ? OptionalInt.of(parameters.integer("max", 0, 0, 1_000_000_000))
                : OptionalInt.empty();
    }

    private static final Set<String> READ_CONCERNS =
            Set.of("local", "majority", "available", "linearizable", "snapshot");
    private static final Set<String> READ_PREFERENCES =
            Set.of("primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest");
    private static final Set<String> WRITE_CONCERNS = Set.of("majority", "1", "2", "3", "w1", "w2", "w3", "journaled");

    private static @Nullable String oneOf(Parameters parameters, String name, Set<String> allowed) {
        String text = parameters.one(name);
        if (text == null || allowed.contains(text)) {
            return text;
        }
        throw Parameters.invalid(
                name,
                "must be one of " + String.join(", ", allowed.stream().sorted().toList()));
    }
}
