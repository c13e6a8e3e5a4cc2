package dev.xylem.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonValue;

/**
 * A merge patch, <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>, on BSON: objects merge, null removes, all else replaces. Every
 * type of BSON but the object is a value as a whole. Reserved names at the top level stay as they are stored, {@code _id} among them.
 *
 * @param changes the patch without the reserved names
 * @param dropped those names, for a warning; {@code _id}, which whoever calls compares with the URL's, and {@code _etag} are not told
 */
public record MergePatch(BsonDocument changes, List<String> dropped) {

    public MergePatch {
        dropped = List.copyOf(dropped);
    }

    /** Refuses with 400 names that would be stored and could not be addressed; removing such a name is fine. */
    public static MergePatch parse(BsonDocument patch) {
        var changes = new BsonDocument();
        Set<String> dropped = new LinkedHashSet<>();
        patch.forEach((name, value) -> {
            if (!FieldName.isReserved(name)) {
                checkTop(name, value);
                changes.put(name, value);
            } else if (!name.equals("_id") && !name.equals(UpdateTranslator.ETAG)) {
                dropped.add(name);
            }
        });
        return new MergePatch(changes, List.copyOf(dropped));
    }

    private static void checkTop(String name, BsonValue value) {
        FieldName.checkNul(name, name);
        if (!value.isNull()) {
            FieldName.checkTop(name);
            checkValue(name, 1, value);
        }
    }

    private static void checkValue(String path, int depth, BsonValue value) {
        if (!(value instanceof BsonDocument object)) {
            StoredValue.check(path, depth, value);
            return;
        }
        StoredValue.checkDepth(path, depth);
        object.forEach((name, inner) -> {
            FieldName.checkNul(path, name);
            if (!inner.isNull()) {
                FieldName.checkNested(path, name);
                checkValue(FieldName.join(path, name), depth + 1, inner);
            }
        });
    }

    /** The target with this patch merged in, a new document; names that stay keep their order. */
    public BsonDocument apply(BsonDocument target) {
        return merge(target, changes);
    }

    private static BsonDocument merge(BsonValue target, BsonDocument patch) {
        var merged = new BsonDocument();
        if (target instanceof BsonDocument object) {
            merged.putAll(object);
        }
        patch.forEach((name, value) -> {
            switch (value) {
                case BsonNull _ -> merged.remove(name);
                case BsonDocument object -> merged.put(name, merge(merged.get(name, BsonNull.VALUE), object));
                default -> merged.put(name, value);
            }
        });
        return merged;
    }

    /**
     * Stages for the update command that do what {@link #apply} does, and set the {@code _etag}; only the order of new names may differ.
     * Empty when a name is one that no path of an aggregation can address.
     */
    public Optional<List<BsonDocument>> asPipeline(BsonObjectId etag) {
        return MergeStages.of(changes, etag);
    }
}
