package dev.xylem.storage.embedded.differential;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** One collection with random documents on two engines, and random operations on both. */
final class Trial {

    private static final int DOCUMENTS = 30;
    private static final int FINDS = 50;
    private static final int PIPELINES = 20;
    private static final int UPDATES = 30;

    /** The answers are the same with them. */
    private static final List<BsonDocument> INDEXES = List.of(
            new BsonDocument("a", new BsonInt32(1)),
            new BsonDocument("b.x", new BsonInt32(-1)),
            new BsonDocument("c", new BsonInt32(-1)));

    static final int OPERATIONS = FINDS + PIPELINES + UPDATES;

    private final long seed;
    private final Consumer<Difference> report;
    private final MongoCollection<BsonDocument> ours;
    private final MongoCollection<BsonDocument> theirs;
    private final RandomValues values;
    private final RandomQueries queries;
    private final RandomPipelines pipelines;
    private final RandomUpdates updates;

    Trial(long seed, MongoClient ours, MongoClient theirs, Consumer<Difference> report) {
        this.seed = seed;
        this.report = report;
        this.ours = collection(ours, seed);
        this.theirs = collection(theirs, seed);
        this.values = new RandomValues(new Random(seed));
        this.queries = new RandomQueries(values);
        this.pipelines = new RandomPipelines(values, queries);
        this.updates = new RandomUpdates(values, pipelines);
    }

    private static MongoCollection<BsonDocument> collection(MongoClient client, long seed) {
        return client.getDatabase("differential").getCollection("seed" + seed, BsonDocument.class);
    }

    void run() {
        List<BsonDocument> documents =
                IntStream.range(0, DOCUMENTS).mapToObj(values::document).toList();
        for (MongoCollection<BsonDocument> one : List.of(ours, theirs)) {
            one.drop();
            one.insertMany(documents);
        }
        if (seed % 2 == 0) {
            INDEXES.forEach(ours::createIndex);
        }
        try {
            for (int i = 0; i < FINDS; i++) {
                find(queries.filter(), values.chance(0.4) ? queries.sort() : new BsonDocument(), documents);
            }
            for (int i = 0; i < PIPELINES; i++) {
                aggregate(pipelines.pipeline(), documents);
            }
            update(documents);
        } finally {
            theirs.drop();
            ours.drop();
        }
    }

    private void find(BsonDocument filter, BsonDocument sort, List<BsonDocument> documents) {
        boolean isOrdered = !sort.isEmpty();
        compare(
                new BsonDocument("find", filter).append("sort", sort),
                documents,
                Outcome.of(isOrdered, () -> ours.find(filter).sort(sort).into(new ArrayList<>())),
                Outcome.of(isOrdered, () -> theirs.find(filter).sort(sort).into(new ArrayList<>())));
    }

    private void aggregate(List<BsonDocument> pipeline, List<BsonDocument> documents) {
        boolean isOrdered = pipeline.stream().anyMatch(stage -> stage.containsKey("$sort"))
                && pipeline.stream()
                        .noneMatch(stage -> stage.containsKey("$group") || stage.containsKey("$sortByCount"));
        compare(
                new BsonDocument("aggregate", new BsonArray(pipeline)),
                documents,
                Outcome.of(isOrdered, () -> ours.aggregate(pipeline).into(new ArrayList<>())),
                Outcome.of(isOrdered, () -> theirs.aggregate(pipeline).into(new ArrayList<>())));
    }

    private void compare(BsonDocument operation, List<BsonDocument> documents, Outcome found, Outcome expected) {
        if (!found.equals(expected)) {
            report.accept(new Difference(seed, operation, documents, found, expected));
        }
    }

    /** Each of a document of its own, some of which are not there yet. */
    private void update(List<BsonDocument> documents) {
        List<WriteModel<BsonDocument>> all =
                IntStream.range(0, UPDATES).mapToObj(i -> updates.update(i + 5)).toList();
        Set<Integer> refused = refused(ours, all);
        Set<Integer> alsoRefused = refused(theirs, all);
        Map<Integer, BsonDocument> found = byId(ours);
        Map<Integer, BsonDocument> expected = byId(theirs);
        for (int i = 0; i < UPDATES; i++) {
            int id = i + 5;
            compare(
                    described(all.get(i)),
                    id < documents.size() ? List.of(documents.get(id)) : List.of(),
                    outcome(refused.contains(i), found.get(id)),
                    outcome(alsoRefused.contains(i), expected.get(id)));
        }
    }

    private static BsonDocument described(WriteModel<BsonDocument> update) {
        return switch (update) {
            case ReplaceOneModel<BsonDocument> replacement -> new BsonDocument("update", replacement.getReplacement());
            case UpdateOneModel<BsonDocument> one
            when one.getUpdate() != null ->
                new BsonDocument("update", one.getUpdate().toBsonDocument());
            case UpdateOneModel<BsonDocument> one -> new BsonDocument("update", new BsonArray(stages(one)));
            default -> throw new IllegalArgumentException(String.valueOf(update));
        };
    }

    private static List<BsonDocument> stages(UpdateOneModel<BsonDocument> update) {
        return Objects.requireNonNull(update.getUpdatePipeline()).stream()
                .map(Bson::toBsonDocument)
                .toList();
    }

    private static Outcome outcome(boolean isRefused, @Nullable BsonDocument state) {
        return isRefused
                ? new Outcome.Refused(0, "refused")
                : new Outcome.Found(state == null ? List.of() : List.of(state));
    }

    private static Set<Integer> refused(MongoCollection<BsonDocument> collection, List<WriteModel<BsonDocument>> all) {
        try {
            collection.bulkWrite(all, new BulkWriteOptions().ordered(false));
            return Set.of();
        } catch (MongoBulkWriteException e) {
            Set<Integer> refused = new HashSet<>();
            e.getWriteErrors().forEach(error -> refused.add(error.getIndex()));
            return refused;
        }
    }

    private static Map<Integer, BsonDocument> byId(MongoCollection<BsonDocument> collection) {
        return collection.find().into(new ArrayList<>()).stream()
                .collect(Collectors.toMap(document -> document.getNumber("_id").intValue(), document -> document));
    }
}
