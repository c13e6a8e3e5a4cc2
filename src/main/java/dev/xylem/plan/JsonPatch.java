package dev.xylem.plan;

import dev.xylem.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * A JSON patch, <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>, on BSON. It may read the whole document, {@code test} the
 * {@code _etag} for example, but writes no top-level name that starts with {@code _}.
 */
public final class JsonPatch {

    private final List<PatchOperation> operations;

    private JsonPatch(List<PatchOperation> operations) {
        this.operations = List.copyOf(operations);
    }

    /** Refuses a malformed operation with 400, telling its {@code index}. */
    public static JsonPatch parse(List<BsonDocument> operations) {
        var read = new ArrayList<PatchOperation>();
        for (int i = 0; i < operations.size(); i++) {
            read.add(read(i, operations.get(i)));
        }
        return new JsonPatch(read);
    }

    private static PatchOperation read(int index, BsonDocument operation) {
        try {
            return new PatchReader(index, operation).read();
        } catch (ProblemException e) {
            throw e.problem().with("index", index).exception();
        }
    }

    /**
     * The document with all operations applied, a new one with the same {@code _id}. One that does not apply, or whose {@code test} fails,
     * refuses them all with 409 {@code patch-not-applicable}, telling {@code index} and {@code path} and nothing of what is stored.
     */
    public BsonDocument apply(BsonDocument document) {
        var target = new PatchTarget(document);
        operations.forEach(target::run);
        return target.document();
    }
}
