package dev.xylem.storage;

import com.mongodb.MongoException;
import dev.xylem.api.Namespace;
import dev.xylem.api.Preconditions.Tags;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.plan.Change;
import dev.xylem.plan.Guard;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Scope;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what an update would make of a document, by the store's own rules and before anybody can see it: the update runs on a copy
 * under the same {@code _id}, in a database of ours that is never served. A place there is taken by inserting the copy, so that two
 * rehearsals never meet; a copy that a killed process left behind only blocks one of the places for its {@code _id}.
 */
final class Rehearsal {
    private static final String DATABASE = "_xylem";
    private static final String COLLECTION = "rehearsal_";
    private static final int PLACES = 16;

    private final Collections collections;
    private final MongoWrites writes;

    Rehearsal(Collections collections, MongoWrites writes) {
        this.collections = collections;
        this.writes = writes;
    }

    /**
     * The state after the update; empty when the update does not match.
     *
     * @param before null for an update that creates
     */
    Optional<BsonDocument> outcome(Plan.Write plan, @Nullable BsonDocument before) {
        int first = ThreadLocalRandom.current().nextInt(PLACES);
        for (int i = 0; i < PLACES; i++) {
            var place = new Namespace(DATABASE, COLLECTION + (first + i) % PLACES);
            try {
                return before == null ? created(plan, place) : changed(plan, before, place);
            } catch (MongoException e) {
                if (!MongoErrors.isDuplicateKey(e)) {
                    throw e;
                }
            }
        }
        throw Problem.of(
                        ProblemType.WRITE_CONFLICT,
                        "Too many others change documents with this _id at the same time; try again.")
                .exception();
    }

    private Optional<BsonDocument> created(Plan.Write plan, Namespace place) {
        Optional<BsonDocument> outcome = run(plan, place, WriteMode.INSERT, new BsonDocument());
        free(place, plan.guard().id());
        return outcome;
    }

    private Optional<BsonDocument> changed(Plan.Write plan, BsonDocument before, Namespace place) {
        collections
                .get(place, Concerns.DEFAULT)
                .withDocumentClass(BsonDocument.class)
                .insertOne(before.clone());
        try {
            // the position that $ stands for is one that the filter found
            BsonDocument filter = isPositional(plan.change()) ? plan.guard().filter() : new BsonDocument();
            return run(plan, place, WriteMode.UPDATE, filter);
        } finally {
            free(place, plan.guard().id());
        }
    }

    private Optional<BsonDocument> run(Plan.Write plan, Namespace place, WriteMode mode, BsonDocument filter) {
        var guard = new Guard(
                plan.guard().what(),
                plan.guard().id(),
                mode,
                filter,
                Scope.EVERYTHING,
                new Tags.Absent(),
                new Tags.Absent(),
                false);
        var rehearsed = new Plan.Write(place, guard, plan.change(), plan.etag(), true, Concerns.DEFAULT);
        return writes.findAndModify(rehearsed)
                .map(written -> written.state())
                .map((RawBsonDocument state) -> state.decode(new BsonDocumentCodec()));
    }

    private void free(Namespace place, BsonValue id) {
        collections.get(place, Concerns.DEFAULT).deleteOne(new BsonDocument("_id", id));
    }

    private static boolean isPositional(Change change) {
        return change instanceof Change.Operators(var update, var _)
                && update.values().stream()
                        .flatMap(fields -> fields.asDocument().keySet().stream())
                        .anyMatch(path -> path.endsWith(".$") || path.contains(".$."));
    }
}
