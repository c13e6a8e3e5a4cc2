package dev.xylem.storage.embedded.differential;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What {@link KnownDifference}s look for in documents. */
final class Shapes {

    private Shapes() {}

    static boolean endInEmptyArray(List<BsonDocument> documents, BsonDocument sort) {
        return documents.stream().anyMatch(document -> endsInEmptyArray(document, sort));
    }

    static boolean endsInEmptyArray(BsonDocument document, BsonDocument sort) {
        return sort.keySet().stream().anyMatch(path -> endsInEmptyArray(document, path));
    }

    private static boolean endsInEmptyArray(@Nullable BsonValue value, String path) {
        if (value instanceof BsonArray array) {
            return array.stream().anyMatch(each -> each.isDocument() && endsInEmptyArray(each, path));
        }
        if (!(value instanceof BsonDocument document)) {
            return false;
        }
        int dot = path.indexOf('.');
        BsonValue child = document.get(dot < 0 ? path : path.substring(0, dot));
        return dot < 0
                ? child instanceof BsonArray array && array.isEmpty()
                : endsInEmptyArray(child, path.substring(dot + 1));
    }

    /** How often each document is there, with all numbers of one type. */
    static Map<String, Long> normal(List<BsonDocument> documents) {
        Map<String, Long> counts = new TreeMap<>();
        documents.forEach(document -> counts.merge(normal(document).toString(), 1L, Long::sum));
        return counts;
    }

    static BsonValue normal(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> {
                BsonDocument normal = new BsonDocument();
                document.forEach((name, each) -> normal.put(name, normal(each)));
                yield normal;
            }
            case BsonArray array -> array.stream().map(Shapes::normal).collect(toCollection(BsonArray::new));
            case BsonNumber number -> new BsonDouble(number.doubleValue() + 0.0);
            default -> value;
        };
    }

    /** What is in one of them alone. */
    static List<BsonDocument> differing(List<BsonDocument> ours, List<BsonDocument> theirs) {
        return Stream.concat(
                        ours.stream().filter(each -> !theirs.contains(each)),
                        theirs.stream().filter(each -> !ours.contains(each)))
                .toList();
    }

    /** All objects, arrays and numbers in a value, which may be equal across types of numbers. */
    static List<BsonValue> numeric(BsonValue value) {
        List<BsonValue> all = new ArrayList<>();
        collect(value, all);
        return all;
    }

    private static void collect(BsonValue value, List<BsonValue> into) {
        if (value instanceof BsonDocument document) {
            into.add(document);
            document.values().forEach(each -> collect(each, into));
        } else if (value instanceof BsonArray array) {
            into.add(array);
            array.forEach(each -> collect(each, into));
        } else if (value.isNumber() || value.isDecimal128()) {
            into.add(value);
        }
    }

    /** Without what the test's second operator sets, and what an upsert brings. */
    static BsonDocument body(BsonDocument document) {
        BsonDocument rest = document.clone();
        rest.remove("z");
        rest.remove("_id");
        return rest;
    }
}
