package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query, as <a href="https://www.mongodb.com/docs/manual/reference/operator/query/">MongoDB understands it</a>; ready for many documents
 * and threads. The stock engine's matcher differs from it on arrays, on NaN, and on types that it cannot compare.
 */
interface Condition {

    boolean holds(Document document);

    Set<String> LACKING = Set.of("$text", "$where", "$jsonSchema");
    Set<String> LOGICAL = Set.of("$and", "$or", "$nor");

    /** @throws MongoServerError when the query is malformed */
    static Condition of(Document query) {
        List<Condition> all = query.entrySet().stream().map(Condition::of).toList();
        return all.size() == 1 ? all.getFirst() : document -> all.stream().allMatch(each -> each.holds(document));
    }

    /** Refuses a malformed query even where there is nothing to match it against. */
    static void check(@Nullable Object query) {
        if (query instanceof Document conditions) {
            of(conditions);
        }
    }

    private static Condition of(Map.Entry<String, @Nullable Object> entry) {
        String key = entry.getKey();
        Object value = entry.getValue();
        if (LACKING.contains(key)) {
            throw Failures.notImplemented();
        }
        return switch (key) {
            case "$and" -> {
                List<Condition> parts = parts(key, value);
                yield document -> parts.stream().allMatch(each -> each.holds(document));
            }
            case "$or" -> {
                List<Condition> parts = parts(key, value);
                yield document -> parts.stream().anyMatch(each -> each.holds(document));
            }
            case "$nor" -> {
                List<Condition> parts = parts(key, value);
                yield document -> parts.stream().noneMatch(each -> each.holds(document));
            }
            case "$expr" -> {
                Evaluation.check(value);
                yield document -> Utils.isTrue(Evaluation.on(document).of(value));
            }
            case "$comment" -> _ -> true;
            case String name
            when name.startsWith("$") && !Demands.REFERENCE.contains(name) ->
                throw new MongoServerError(Failures.BAD_VALUE, "BadValue", "unknown top level operator: " + name);
            default -> {
                Path path = new Path(key);
                Demand demand = Demands.of(value);
                yield document -> demand.isMet(path, document);
            }
        };
    }

    private static List<Condition> parts(String operator, @Nullable Object value) {
        if (!(value instanceof List<?> parts)
                || parts.isEmpty()
                || !parts.stream().allMatch(Document.class::isInstance)) {
            throw new MongoServerError(
                    Failures.BAD_VALUE, "BadValue", operator + " needs a nonempty array of full objects");
        }
        return parts.stream().map(part -> of((Document) part)).toList();
    }
}
