package dev.xylem.plan;

import dev.xylem.api.Body;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;

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
            case Body.MergePatch(var patch) -> new Body.MergePatch(with(patch));
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

    private List<BsonDocument> adding(List<BsonDocument> operations) {
        var all = new ArrayList<>(operations);
        fields.forEach((name, value) -> all.add(new BsonDocument("op", new BsonString("add"))
                .append("path", new BsonString("/" + name.replace("~", "~0").replace("/", "~1")))
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
