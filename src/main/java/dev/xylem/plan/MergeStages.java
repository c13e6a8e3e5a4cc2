package dev.xylem.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A merge patch as aggregation stages. First, level by level, whatever the patch merges into becomes an object where it is none: each level
 * is a stage, since it reads what the one above has made. Then one stage sets all values, and one removes the names that are null.
 */
final class MergeStages {

    private final List<BsonDocument> objects = new ArrayList<>();
    private final BsonDocument values = new BsonDocument();
    private final BsonArray removed = new BsonArray();

    private MergeStages() {}

    static Optional<List<BsonDocument>> of(BsonDocument patch, BsonObjectId etag) {
        if (!isAddressable(patch)) {
            return Optional.empty();
        }
        var stages = new MergeStages();
        stages.collect("", 0, patch);
        stages.values.put(UpdateTranslator.ETAG, literal(etag));
        return Optional.of(stages.list());
    }

    private static boolean isAddressable(BsonDocument patch) {
        return patch.entrySet().stream()
                .allMatch(field -> isAddressable(field.getKey())
                        && (!(field.getValue() instanceof BsonDocument object) || isAddressable(object)));
    }

    private static boolean isAddressable(String name) {
        return !name.isEmpty() && !name.startsWith("$") && name.indexOf('.') < 0;
    }

    private void collect(String parent, int level, BsonDocument patch) {
        patch.forEach((name, value) -> {
            var path = FieldName.join(parent, name);
            switch (value) {
                case BsonNull _ -> removed.add(new BsonString(path));
                case BsonDocument object -> {
                    atLevel(level).put(path, objectAt(path));
                    collect(path, level + 1, object);
                }
                default -> values.put(path, literal(value));
            }
        });
    }

    private BsonDocument atLevel(int level) {
        if (level == objects.size()) {
            objects.add(new BsonDocument());
        }
        return objects.get(level);
    }

    private List<BsonDocument> list() {
        var stages = new ArrayList<BsonDocument>();
        objects.forEach(level -> stages.add(new BsonDocument("$set", level)));
        stages.add(new BsonDocument("$set", values));
        if (!removed.isEmpty()) {
            stages.add(new BsonDocument("$unset", removed));
        }
        return List.copyOf(stages);
    }

    /** The object that is there, or an empty one in place of anything else. */
    private static BsonDocument objectAt(String path) {
        var here = new BsonString("$" + path);
        var isObject = operator("$eq", new BsonDocument("$type", here), new BsonString("object"));
        return operator("$cond", isObject, here, literal(new BsonDocument()));
    }

    private static BsonDocument operator(String name, BsonValue... operands) {
        return new BsonDocument(name, new BsonArray(List.of(operands)));
    }

    private static BsonDocument literal(BsonValue value) {
        return new BsonDocument("$literal", value);
    }
}
