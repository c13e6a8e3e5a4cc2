package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Optional;

/** The aggregation that drivers send to count documents. */
record CountPipeline(Document filter, int skip, int limit) {

    private static final Document GROUP = new Document("_id", 1).append("n", new Document("$sum", 1));

    static Optional<CountPipeline> of(List<?> pipeline) {
        Document filter = new Document();
        int skip = 0;
        int limit = 0;
        int at = 0;
        if (stage(pipeline, at, "$match") instanceof Document match) {
            filter = match;
            at++;
        }
        if (stage(pipeline, at, "$skip") instanceof Number number) {
            skip = number.intValue();
            at++;
        }
        if (stage(pipeline, at, "$limit") instanceof Number number) {
            limit = number.intValue();
            at++;
        }
        return at == pipeline.size() - 1 && GROUP.equals(stage(pipeline, at, "$group"))
                ? Optional.of(new CountPipeline(filter, skip, limit))
                : Optional.empty();
    }

    private static Object stage(List<?> pipeline, int at, String name) {
        return at < pipeline.size() && pipeline.get(at) instanceof Document stage && stage.containsKey(name)
                ? stage.get(name)
                : "";
    }

    List<Document> run(EmbeddedCollection collection) {
        int count = collection.count(filter, skip, limit);
        return count == 0 ? List.of() : List.of(new Document("_id", 1).append("n", count));
    }
}
