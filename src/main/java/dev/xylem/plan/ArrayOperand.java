package dev.xylem.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The operand of <a href="https://www.mongodb.com/docs/manual/reference/operator/update/push/#modifiers">{@code $push}</a> and
 * {@code $addToSet}: one value, or {@code $each} with modifiers.
 */
record ArrayOperand(List<BsonValue> each, BsonDocument modifiers) {

    private static final Set<String> OF_PUSH = Set.of("$each", "$slice", "$sort", "$position");
    private static final Set<String> OF_ADD_TO_SET = Set.of("$each");

    ArrayOperand {
        each = List.copyOf(each);
    }

    /** Refuses modifiers that are malformed, unknown or without {@code $each}. */
    static ArrayOperand of(FieldChange change) {
        if (change.operand() instanceof BsonDocument document && hasModifiers(document)) {
            return modified(change, document);
        }
        StoredValue.check(change.path().text(), change.path().depth() + 1, change.operand());
        return new ArrayOperand(List.of(change.operand()), new BsonDocument());
    }

    private static boolean hasModifiers(BsonDocument document) {
        return document.keySet().stream().anyMatch(key -> key.startsWith("$") && !FieldName.isReference(key));
    }

    private static ArrayOperand modified(FieldChange change, BsonDocument modifiers) {
        var allowed = change.operator() == UpdateOperator.PUSH ? OF_PUSH : OF_ADD_TO_SET;
        if (!allowed.containsAll(modifiers.keySet()) || !(modifiers.get("$each") instanceof BsonArray each)) {
            throw change.refused("takes a value, or an array as \"$each\" with modifiers out of "
                    + allowed.stream().sorted().toList());
        }
        StoredValue.check(change.path(), each);
        checkModifiers(change, modifiers);
        return new ArrayOperand(each.getValues(), modifiers);
    }

    private static void checkModifiers(FieldChange change, BsonDocument modifiers) {
        for (var whole : List.of("$slice", "$position")) {
            if (modifiers.containsKey(whole) && !Operands.isWhole(modifiers.get(whole))) {
                throw change.refused("needs a whole number as \"" + whole + "\"");
            }
        }
        if (modifiers.containsKey("$sort") && !ElementOrder.isLegal(modifiers.get("$sort"))) {
            throw change.refused("needs 1, -1 or fields with 1 or -1 as \"$sort\"");
        }
    }

    /** What {@code $push} makes of a missing field: elements are placed, sorted, then cut, as the manual says. */
    BsonArray pushed() {
        var elements = new ArrayList<>(each);
        if (modifiers.containsKey("$sort")) {
            elements.sort(ElementOrder.of(modifiers.get("$sort")));
        }
        return new BsonArray(modifiers.containsKey("$slice") ? cut(elements) : elements);
    }

    private List<BsonValue> cut(List<BsonValue> elements) {
        long slice = modifiers.getNumber("$slice").longValue();
        int size = elements.size();
        return slice >= 0
                ? elements.subList(0, (int) Math.min(slice, size))
                : elements.subList((int) Math.max(size + slice, 0), size);
    }

    /** What {@code $addToSet} makes of a missing field: each value once, where it came first. */
    BsonArray added() {
        var seen = new TreeSet<>(BsonOrder.INSTANCE);
        return new BsonArray(each.stream().filter(seen::add).toList());
    }
}
