package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVMap;

/** How a query would be answered, and what that costs, in the form of MongoDB's explain. */
record Explanation(String namespace, MVMap<byte[], byte[]> documents, Access access, Query query, long sortBytes) {

    /** @param executes run it, to tell what it examines */
    Document describe(boolean executes) {
        Document reply = new Document("explainVersion", "1")
                .append(
                        "queryPlanner",
                        new Document("namespace", namespace)
                                .append("indexFilterSet", false)
                                .append("parsedQuery", query.filter())
                                .append("winningPlan", winningPlan())
                                .append("rejectedPlans", List.of()));
        if (executes) {
            reply.append("executionStats", execute());
        }
        return reply.append("ok", 1.0);
    }

    /** Of a collection that is not there. */
    static Document ofNothing(String namespace, boolean executes) {
        Document reply = new Document("explainVersion", "1")
                .append(
                        "queryPlanner",
                        new Document("namespace", namespace)
                                .append("winningPlan", new Document("stage", "EOF"))
                                .append("rejectedPlans", List.of()));
        if (executes) {
            reply.append("executionStats", new Document("executionSuccess", true).append("nReturned", 0));
        }
        return reply.append("ok", 1.0);
    }

    private Document winningPlan() {
        Document found = access.index() == null
                ? new Document("stage", access.stage()).append("direction", direction())
                : new Document("stage", "FETCH").append("inputStage", indexScan(access.index()));
        return query.sort().isEmpty() || access.inOrder()
                ? found
                : new Document("stage", "SORT")
                        .append("sortPattern", query.sort())
                        .append("inputStage", found);
    }

    private Document indexScan(OrderedIndex index) {
        Document pattern = new Document();
        for (IndexKey key : index.getKeys()) {
            pattern.put(key.getKey(), key.isAscending() ? 1 : -1);
        }
        return new Document("stage", access.stage())
                .append("keyPattern", pattern)
                .append("indexName", index.getName())
                .append("isMultiKey", index.isMultikey())
                .append("isUnique", index.isUnique())
                .append("isSparse", index.isSparse())
                .append("isPartial", index.partial() != null)
                .append("direction", direction());
    }

    private String direction() {
        return access.reversed() ? "backward" : "forward";
    }

    private Document execute() {
        long start = System.nanoTime();
        Scan scan = new Scan(documents, access, new Filter(query.filter()));
        boolean sorts = !query.sort().isEmpty() && !access.inOrder();
        Matches matches = sorts ? new Sorted(documents, scan, query, sortBytes) : new Matches.InOrder(scan, query);
        int returned = 0;
        while (matches.hasNext()) {
            matches.next();
            returned++;
        }
        return new Document("executionSuccess", true)
                .append("nReturned", returned)
                .append("executionTimeMillis", (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .append("totalKeysExamined", access.index() == null ? 0L : scan.keysExamined())
                .append("totalDocsExamined", scan.documentsExamined());
    }
}
