package dev.xylem.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The index that would serve a query, by MongoDB's
 * <a href="https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-guideline/">guideline</a>: the fields that are equal to
 * something, then the sort, then the fields that lie in a range. What stands in an {@code $or} says nothing here.
 */
public final class IndexAdvice {
    private static final String ID = "_id";
    private static final Set<String> EQUAL = Set.of("$eq", "$in");
    private static final Set<String> RANGE = Set.of("$gt", "$gte", "$lt", "$lte");
    private static final int MOST_KEYS = 8;

    private final Set<String> equal = new LinkedHashSet<>();
    private final Set<String> ranges = new LinkedHashSet<>();

    private IndexAdvice() {}

    /** The keys of the index; empty where there is nothing to advise. */
    public static BsonDocument of(BsonDocument filter, BsonDocument sort) {
        var advice = new IndexAdvice();
        advice.collect(filter);
        return advice.keys(sort);
    }

    /** True when one of the indexes, given by their keys, begins with these. */
    public static boolean isThere(BsonDocument keys, Collection<BsonDocument> indexes) {
        List<String> wanted = List.copyOf(keys.keySet());
        return indexes.stream()
                .map(index -> List.copyOf(index.keySet()))
                .anyMatch(index -> index.size() >= wanted.size()
                        && index.subList(0, wanted.size()).equals(wanted));
    }

    private void collect(BsonDocument query) {
        query.forEach((key, value) -> {
            if (key.equals("$and") && value instanceof BsonArray parts) {
                parts.stream().filter(BsonDocument.class::isInstance).forEach(part -> collect(part.asDocument()));
            } else if (!key.startsWith("$")) {
                collect(key, value);
            }
        });
    }

    private void collect(String field, BsonValue value) {
        if (value instanceof BsonRegularExpression) {
            return;
        }
        boolean operators = value instanceof BsonDocument document
                && document.keySet().stream().anyMatch(key -> key.startsWith("$"));
        if (!operators || value.asDocument().keySet().stream().anyMatch(EQUAL::contains)) {
            equal.add(field);
        } else if (value.asDocument().keySet().stream().anyMatch(RANGE::contains)) {
            ranges.add(field);
        }
    }

    private BsonDocument keys(BsonDocument sort) {
        var keys = new BsonDocument();
        if (equal.contains(ID)) {
            return keys;
        }
        equal.forEach(field -> keys.append(field, new BsonInt32(1)));
        List<String> order = new ArrayList<>(sort.keySet());
        order.removeAll(equal);
        // _id has its index: a walk along it is what the query does already
        boolean sorts =
                !order.isEmpty() && (!keys.isEmpty() || !order.getFirst().equals(ID));
        if (sorts) {
            order.forEach(field -> keys.append(field, direction(sort.get(field))));
        }
        ranges.stream()
                .filter(field -> !keys.containsKey(field) && !field.equals(ID))
                .limit(1)
                .forEach(field -> keys.append(field, new BsonInt32(1)));
        return keys.size() > MOST_KEYS ? new BsonDocument() : keys;
    }

    private static BsonInt32 direction(@Nullable BsonValue value) {
        return new BsonInt32(value instanceof BsonNumber number && number.doubleValue() < 0 ? -1 : 1);
    }
}
