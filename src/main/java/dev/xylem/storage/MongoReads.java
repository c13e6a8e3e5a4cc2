package dev.xylem.storage;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.CountOptions;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Query.Count;
import dev.xylem.plan.Pager.Cursors;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
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

    private final Store store;
    private final Collections collections;
    private final WholeFinds wholeFinds;

    MongoReads(Store store, Collections collections) {
        this.store = store;
        this.collections = collections;
        this.wholeFinds = new WholeFinds(store.retriesReads());
    }

    Result page(Plan.FindPage plan) {
        var collection = collections.get(plan.namespace(), plan.concerns());
        var effort = new Efforts(store, collection);
        List<RawBsonDocument> found = plan.limit() == 0 ? List.of() : found(collection, plan, effort);
        boolean more = found.size() > plan.limit();
        List<RawBsonDocument> documents = more ? found.subList(0, plan.limit()) : found;
        List<RawBsonDocument> inOrder = plan.pager().backward() ? documents.reversed() : documents;
        Cursors cursors = inOrder.isEmpty() ? Cursors.NONE : plan.pager().cursors(inOrder, more, store.cursors());
        List<RawBsonDocument> shown = inOrder.stream()
                .map(document -> CursorRows.stripped(plan.keys(), document))
                .toList();
        OptionalLong size = size(collection, plan);
        return new Result.Page(
                plan.properties(), shown, size, isCapped(plan, size), cursors, effort.of(documents.size()));
    }

    /**
     * All documents from the page's start on. The cursor is open: a query that the store refuses fails here. Each batch has the
     * time of a bulk write, since the first may wait for a sort of everything, and none counts what a slow reader takes.
     */
    Result export(Plan.FindPage plan) {
        var collection = collections.bulk(plan.namespace(), plan.concerns());
        OptionalLong size = size(collection, plan);
        var cursor = iterable(collection, plan)
                .batchSize(CursorRows.BATCH)
                .timeoutMode(TimeoutMode.ITERATION)
                .cursor();
        return new Result.Export(plan.properties(), new CursorRows(cursor, plan.keys()), size, isCapped(plan, size));
    }

    private List<RawBsonDocument> found(
            MongoCollection<RawBsonDocument> collection, Plan.FindPage plan, Efforts effort) {
        if (plan.concerns().equals(Concerns.DEFAULT)) {
            var whole = wholeFinds.run(database(plan.namespace()), effort.marked(command(plan)));
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        return store.pages()
                .all(effort.marked(iterable(collection, plan))
                        .limit(plan.limit() + 1)
                        .batchSize(plan.limit() + 2));
    }

    private MongoDatabase database(Namespace namespace) {
        return collections.database(namespace.database());
    }

    /** With one document more than the page has, which tells that there are more; the batch holds them all, so that no cursor stays open. */
    private static BsonDocument command(Plan.FindPage plan) {
        BsonDocument command =
                command(plan.namespace(), plan.filter(), plan.keys().keys());
        if (!plan.sort().isEmpty()) {
            command.append("sort", plan.sort());
        }
        if (plan.skip() > 0) {
            command.append("skip", new BsonInt32(plan.skip()));
        }
        if (plan.hint() != null) {
            command.append("hint", plan.hint());
        }
        return command.append("limit", new BsonInt32(plan.limit() + 1))
                .append("batchSize", new BsonInt32(plan.limit() + 2));
    }

    private static BsonDocument command(Namespace namespace, BsonDocument filter, BsonDocument keys) {
        var command = new BsonDocument("find", new BsonString(namespace.collection())).append("filter", filter);
        return keys.isEmpty() ? command : command.append("projection", keys);
    }

    static FindIterable<RawBsonDocument> iterable(MongoCollection<RawBsonDocument> collection, Plan.FindPage plan) {
        FindIterable<RawBsonDocument> find = collection.find(plan.filter()).skip(plan.skip());
        if (!plan.keys().keys().isEmpty()) {
            find.projection(plan.keys().keys());
        }
        if (!plan.sort().isEmpty()) {
            find.sort(plan.sort());
        }
        hint(find, plan.hint());
        return find;
    }

    private static void hint(FindIterable<RawBsonDocument> find, @Nullable BsonValue hint) {
        switch (hint) {
            case BsonString name -> find.hintString(name.getValue());
            case BsonDocument keys -> find.hint(keys);
            case null, default -> {}
        }
    }

    private static OptionalLong size(MongoCollection<RawBsonDocument> collection, Plan.FindPage plan) {
        return switch (plan.count()) {
            case NONE -> OptionalLong.empty();
            case EXACT -> OptionalLong.of(collection.countDocuments(plan.counted()));
            case ESTIMATED -> OptionalLong.of(estimate(collection, plan.counted()));
        };
    }

    private static boolean isCapped(Plan.FindPage plan, OptionalLong size) {
        return plan.count() == Count.ESTIMATED && !plan.counted().isEmpty() && size.orElse(0) == ESTIMATE_CAP;
    }

    private static long estimate(MongoCollection<RawBsonDocument> collection, BsonDocument filter) {
        return filter.isEmpty()
                ? collection.estimatedDocumentCount()
                : collection.countDocuments(filter, new CountOptions().limit(ESTIMATE_CAP));
    }

    Result one(Plan.FindOne plan) {
        RawBsonDocument document = found(plan);
        if (document == null) {
            String hint = plan.filter().containsKey("$and") ? " or does not match the filter" : "";
            throw Problem.of(ProblemType.DOCUMENT_NOT_FOUND, "The document does not exist" + hint + ".")
                    .exception();
        }
        BsonValue etag = document.get(ETAG);
        return new Result.One(plan.hidesEtag() && etag != null ? withoutEtag(document) : document, etag);
    }

    private @Nullable RawBsonDocument found(Plan.FindOne plan) {
        if (plan.concerns().equals(Concerns.DEFAULT)) {
            BsonDocument command = command(plan.namespace(), plan.filter(), plan.keys())
                    .append("limit", new BsonInt32(1))
                    .append("singleBatch", BsonBoolean.TRUE);
            var whole = wholeFinds.run(database(plan.namespace()), command);
            if (whole.isPresent()) {
                return whole.get().isEmpty() ? null : whole.get().getFirst();
            }
        }
        return iterable(collections.get(plan.namespace(), plan.concerns()), plan)
                .first();
    }

    static FindIterable<RawBsonDocument> iterable(MongoCollection<RawBsonDocument> collection, Plan.FindOne plan) {
        var find = collection.find(plan.filter());
        return plan.keys().isEmpty() ? find : find.projection(plan.keys());
    }

    private static RawBsonDocument withoutEtag(RawBsonDocument document) {
        BsonDocument copy = document.decode(new BsonDocumentCodec());
        copy.remove(ETAG);
        return Raw.of(copy);
    }

    Result count(Plan.CountDocuments plan) {
        return new Result.Size(
                collections.get(plan.namespace(), plan.concerns()).countDocuments(plan.filter()));
    }
}
