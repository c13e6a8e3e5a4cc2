package dev.xylem.request;

import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import java.util.List;

/** Gives canonical segments, mounts already undone, their meaning. */
final class ResourceParser {
    private ResourceParser() {}

    /** @param idType how a document id is read */
    static Resource parse(List<Segment> segments, IdType idType) {
        if (segments.isEmpty()) {
            return new Resource.Root();
        }
        Segment first = segments.getFirst();
        if (first.isReserved()) {
            if (segments.size() == 1 && first.text().equals("_size")) {
                return new Resource.Size(new Resource.Root());
            }
            throw noSuchRoute("There is no route /" + first.text() + " in this version.");
        }
        String database = Names.database(first);
        return switch (segments.size()) {
            case 1 -> new Resource.Database(database);
            case 2 -> inDatabase(database, segments.get(1));
            case 3 ->
                isSchemas(segments.get(1))
                        ? inSchemas(database, segments.get(2), idType)
                        : inCollection(Names.namespace(database, segments.get(1)), segments.get(2), idType);
            case 4 -> member(Names.namespace(database, segments.get(1)), segments);
            default -> throw tooLong(database, segments);
        };
    }

    private static Resource inDatabase(String database, Segment segment) {
        return switch (segment.text()) {
            case "_size" -> new Resource.Size(new Resource.Database(database));
            case "_meta" -> new Resource.Meta(new Resource.Database(database));
            case "_schemas" -> new Resource.Collection(Namespace.ofSchemas(database));
            default -> new Resource.Collection(Names.namespace(database, segment));
        };
    }

    private static boolean isSchemas(Segment segment) {
        return Namespace.ofSchemas("").collection().equals(segment.text());
    }

    /** A schema store is a collection of its own kind: no bulk writes, no indexes, no aggregations. */
    private static Resource inSchemas(String database, Segment segment, IdType idType) {
        Namespace store = Namespace.ofSchemas(database);
        return switch (segment.text()) {
            case "_size" -> new Resource.Size(new Resource.Collection(store));
            case "_meta" -> new Resource.Meta(new Resource.Collection(store));
            case "*" -> throw noSuchRoute("Schemas are written one at a time, under their ids.");
            default -> new Resource.Document(store, idType.read(segment.text()));
        };
    }

    private static Resource inCollection(Namespace namespace, Segment segment, IdType idType) {
        var collection = new Resource.Collection(namespace);
        return switch (segment.text()) {
            case "_size" -> new Resource.Size(collection);
            case "_meta" -> new Resource.Meta(collection);
            case "_indexes" -> new Resource.Indexes(namespace);
            case "_aggrs" -> throw noSuchRoute("An aggregation is run by its uri: /database/collection/_aggrs/uri.");
            case "_streams" -> throw noSuchRoute("A stream is watched by its uri: /database/collection/_streams/uri.");
            case "*" -> new Resource.Documents(namespace);
            default -> new Resource.Document(namespace, idType.read(segment.text()));
        };
    }

    private static Resource member(Namespace namespace, List<Segment> segments) {
        Segment last = segments.getLast();
        return switch (segments.get(2).text()) {
            case "_indexes" -> new Resource.Index(namespace, Names.index(last));
            case "_aggrs" -> new Resource.Aggregation(namespace, Names.withoutSeparators(last));
            case "_streams" -> new Resource.Stream(namespace, Names.withoutSeparators(last));
            default -> throw tooLong(namespace.database(), segments);
        };
    }

    private static ProblemException tooLong(String database, List<Segment> segments) {
        Names.namespace(database, segments.get(1));
        return noSuchRoute("The path has more segments than /database/collection/id.");
    }

    private static ProblemException noSuchRoute(String detail) {
        return Problem.of(ProblemType.NO_SUCH_ROUTE, detail).exception();
    }
}
