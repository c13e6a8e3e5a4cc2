package dev.xylem.storage;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** Reads of documents, as the bytes that came from the store. */
final class MongoReads {
    /** An estimate under a filter counts this far. */
    private static final int ESTIMATE_CAP = 10_000;

    private static final String ETAG = "_etag";

    private final Collections collections;

    MongoReads(Collections collections) {
        this.collections = collections;
    }

    Result page(Plan.FindPage plan) {
        var collection = collections.get(plan.namespace(), plan.concerns());
        List<RawBsonDocument> documents = plan.limit() == 0 ? List.of() : documents(collection, plan);
        return switch (plan.count()) {
            case NONE -> new Result.Page(plan.properties(), documents, OptionalLong.empty(), false);
            case EXACT -> counted(plan, documents, collection.countDocuments(plan.filter()), false);
            case ESTIMATED -> estimated(collection, plan, documents);
        };
    }

    private static List<RawBsonDocument> documents(MongoCollection<RawBsonDocument> collection, Plan.FindPage plan) {
        FindIterable<RawBsonDocument> find = collection
                .find(plan.filter())
                .skip(plan.skip())
                .limit(plan.limit())
                // one more than the limit: the whole page comes in one answer and no cursor stays open
                .batchSize(plan.limit() + 1);
        if (!plan.keys().isEmpty()) {
            find.projection(plan.keys());
        }
        if (!plan.sort().isEmpty()) {
            find.sort(plan.sort());
        }
        hint(find, plan.hint());
        return find.into(new ArrayList<>(Math.min(plan.limit(), 100)));
    }

    private static void hint(FindIterable<RawBsonDocument> find, @Nullable BsonValue hint) {
        switch (hint) {
            case BsonString name -> find.hintString(name.getValue());
            case BsonDocument keys -> find.hint(keys);
            case null, default -> {}
        }
    }

    private static Result.Page counted(Plan.FindPage plan, List<RawBsonDocument> documents, long size, boolean capped) {
        return new Result.Page(plan.properties(), documents, OptionalLong.of(size), capped);
    }

    private static Result.Page estimated(
            MongoCollection<RawBsonDocument> collection, Plan.FindPage plan, List<RawBsonDocument> documents) {
        if (plan.filter().isEmpty()) {
            return counted(plan, documents, collection.estimatedDocumentCount(), false);
        }
        long size = collection.countDocuments(plan.filter(), new CountOptions().limit(ESTIMATE_CAP));
        return counted(plan, documents, size, size == ESTIMATE_CAP);
    }

    Result one(Plan.FindOne plan) {
        var find = collections.get(plan.namespace(), plan.concerns()).find(plan.filter());
        var document = (plan.keys().isEmpty() ? find : find.projection(plan.keys())).first();
        if (document == null) {
            String hint = plan.filter().containsKey("$and") ? " or does not match the filter" : "";
            throw Problem.of(ProblemType.DOCUMENT_NOT_FOUND, "The document does not exist" + hint + ".")
                    .exception();
        }
        BsonValue etag = document.get(ETAG);
        return new Result.One(plan.hidesEtag() && etag != null ? withoutEtag(document) : document, etag);
    }

    private static RawBsonDocument withoutEtag(RawBsonDocument document) {
        var codec = new BsonDocumentCodec();
        BsonDocument copy = document.decode(codec);
        copy.remove(ETAG);
        return new RawBsonDocument(copy, codec);
    }

    Result count(Plan.CountDocuments plan) {
        return new Result.Size(
                collections.get(plan.namespace(), plan.concerns()).countDocuments(plan.filter()));
    }
}
