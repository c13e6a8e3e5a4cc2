package dev.xylem.plan;

import dev.xylem.api.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * How documents of one collection refer to those of another: an element of the property {@code rels}.
 *
 * @param owning true when the reference is stored here, false when it is stored in the target
 * @param toMany true when one document here has several there
 * @param fromMany true when one document there has several here
 * @param path of the reference, {@code [*]} for all elements of an array
 */
public record Relation(
        String name, boolean owning, boolean toMany, boolean fromMany, Namespace target, List<String> path) {
    static final String EACH = "[*]";

    public Relation {
        path = List.copyOf(path);
    }

    /** The path as a query has it. */
    public String queryPath() {
        return String.join(".", path.stream().filter(key -> !key.equals(EACH)).toList());
    }

    /** True when the reference, on the side that has it, is an array of ids. */
    public boolean refersToMany() {
        return owning ? toMany : fromMany;
    }

    /** The ids that a document refers to by this relation; none when it has no reference of the right form. */
    public List<BsonValue> references(BsonDocument document) {
        List<BsonValue> found = List.of(document);
        for (String key : path) {
            found = found.stream().flatMap(value -> step(value, key).stream()).toList();
        }
        if (!refersToMany()) {
            return found.stream()
                    .filter(value -> !(value instanceof BsonNull) && !(value instanceof BsonArray))
                    .toList();
        }
        boolean collected = path.contains(EACH);
        var ids = new ArrayList<BsonValue>();
        for (BsonValue value : found) {
            if (value instanceof BsonArray array) {
                ids.addAll(array);
            } else if (collected) {
                ids.add(value);
            }
        }
        return ids;
    }

    private static List<BsonValue> step(BsonValue value, String key) {
        if (key.equals(EACH)) {
            return value instanceof BsonArray array ? array : List.of();
        }
        BsonValue member = value instanceof BsonDocument document ? document.get(key) : null;
        return member == null ? List.of() : List.of(member);
    }
}
