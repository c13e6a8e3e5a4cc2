package dev.xylem.plan;

import dev.xylem.api.Body;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** A body with the fields that a rule adds to whatever is written: {@code mergeRequest}. They win over the client's. */
final class MergedBody {
    private final BsonDocument fields;

    private MergedBody(BsonDocument fields) {
        this.fields = fields;
    }

    static Body of(Body body, BsonDocument fields) {
        return fields.isEmpty() ? body : new MergedBody(fields).merged(body);
    }

    private Body merged(Body body) {
        return switch (body) {
            case Body.Single(var document) -> new Body.Single(with(document));
            case Body.MergePatch(var patch) -> new Body.MergePatch(within(patch));
            case Body.JsonPatch(var operations) -> new Body.JsonPatch(adding(operations));
            case Body.Pipeline(var stages) -> new Body.Pipeline(setting(stages));
            // element by element
            case Body.Many _, Body.Lines _, Body.None _, Body.Unread _ -> body;
        };
    }

    private BsonDocument with(BsonDocument document) {
        return of(document, fields);
    }

    static BsonDocument of(BsonDocument document, BsonDocument fields) {
        if (fields.isEmpty()) {
            return document;
        }
        BsonDocument merged = document.clone();
        merged.putAll(fields);
        return merged;
    }

    /** Such a patch has objects in place of dotted keys. */
    private BsonDocument within(BsonDocument patch) {
        BsonDocument merged = patch.clone();
        fields.forEach((path, value) -> put(merged, path.split("\\.", -1), value));
        return merged;
    }

    private static void put(BsonDocument into, String[] path, BsonValue value) {
        BsonDocument at = into;
        for (int i = 0; i < path.length - 1; i++) {
            BsonDocument child = at.get(path[i]) instanceof BsonDocument object ? object : new BsonDocument();
            at.put(path[i], child);
            at = child;
        }
        at.put(path[path.length - 1], value);
    }

    private List<BsonDocument> adding(List<BsonDocument> operations) {
        var all = new ArrayList<>(operations);
        fields.forEach((name, value) -> all.add(new BsonDocument("op", new BsonString("add"))
                .append(
                        "path",
                        new BsonString(
                                "/" + name.replace("~", "~0").replace("/", "~1").replace('.', '/')))
                .append("value", value)));
        return all;
    }

    private List<BsonDocument> setting(List<BsonDocument> stages) {
        var set = new BsonDocument();
        fields.forEach((name, value) -> set.append(name, new BsonDocument("$literal", value)));
        var all = new ArrayList<>(stages);
        all.add(new BsonDocument("$set", set));
        return all;
    }
}
