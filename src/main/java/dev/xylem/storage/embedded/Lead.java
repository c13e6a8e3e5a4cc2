package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/**
 * How a pipeline begins, as a query that the collection answers.
 *
 * @param rest the other stages
 */
record Lead(Query query, List<?> rest) {

    static Lead of(List<?> pipeline) {
        int at = 0;
        Document filter = argument(pipeline, at, "$match") instanceof Document match ? match : null;
        at += filter == null ? 0 : 1;
        Document sort = argument(pipeline, at, "$sort") instanceof Document order && !order.isEmpty() ? order : null;
        at += sort == null ? 0 : 1;
        int skip = count(pipeline, at, "$skip");
        at += skip > 0 ? 1 : 0;
        int limit = count(pipeline, at, "$limit");
        at += limit > 0 ? 1 : 0;
        return new Lead(Query.of(filter, sort, skip, limit), pipeline.subList(at, pipeline.size()));
    }

    private static Object argument(List<?> pipeline, int at, String name) {
        return at < pipeline.size()
                        && pipeline.get(at) instanceof Document stage
                        && stage.size() == 1
                        && stage.get(name) != null
                ? stage.get(name)
                : "";
    }

    /** 0: not there, or nothing that a query can say. */
    private static int count(List<?> pipeline, int at, String name) {
        boolean isSmall = argument(pipeline, at, name) instanceof Number number
                && number.doubleValue() == number.intValue()
                && number.intValue() > 0;
        return isSmall ? ((Number) argument(pipeline, at, name)).intValue() : 0;
    }
}
