package dev.xylem.storage.embedded.differential;

import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Updates of one document. */
final class RandomUpdates {

    private final RandomValues values;
    private final RandomPipelines pipelines;

    RandomUpdates(RandomValues values, RandomPipelines pipelines) {
        this.values = values;
        this.pipelines = pipelines;
    }

    /** @param id of a document that may not be there; then it is made */
    WriteModel<BsonDocument> update(int id) {
        BsonDocument filter = new BsonDocument("_id", new BsonInt32(id));
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        return switch (values.random.nextInt(10)) {
            case 0 -> {
                BsonDocument state = values.document(id);
                yield new ReplaceOneModel<>(filter, state, new ReplaceOptions().upsert(true));
            }
            case 1, 2, 3 -> new UpdateOneModel<>(filter, pipelines.update(), upsert);
            default -> new UpdateOneModel<>(filter, operators(), upsert);
        };
    }

    private BsonDocument operators() {
        BsonDocument update = operator();
        if (values.chance(0.2)) {
            update.putAll(new BsonDocument("$set", new BsonDocument("z", values.value(1))));
        }
        return update;
    }

    private BsonDocument operator() {
        return switch (values.random.nextInt(16)) {
            case 0, 1, 2 -> of("$set", values.path(), values.value(2));
            case 3 -> of("$unset", values.path(), new BsonString(""));
            case 4, 5 -> of(values.one(List.of("$inc", "$mul")), values.path(), values.number());
            case 6, 7 -> of(values.one(List.of("$min", "$max")), values.path(), values.value(1));
            case 8 -> of("$push", values.path(), values.value(1));
            case 9 -> of("$push", values.path(), push());
            case 10 ->
                of(
                        "$addToSet",
                        values.path(),
                        values.chance(0.5) ? values.value(1) : new BsonDocument("$each", some()));
            case 11 -> of("$pop", values.path(), new BsonInt32(values.chance(0.5) ? 1 : -1));
            case 12 -> of("$pull", values.path(), pull());
            case 13 -> of("$pullAll", values.path(), some());
            case 14 -> of("$rename", values.field(), new BsonString(values.one(List.of("e", "a", "b.z"))));
            default ->
                of(
                        "$bit",
                        values.path(),
                        new BsonDocument(
                                values.one(List.of("and", "or", "xor")), new BsonInt32(values.random.nextInt(8))));
        };
    }

    private static BsonDocument of(String operator, String path, BsonValue operand) {
        return new BsonDocument(operator, new BsonDocument(path, operand));
    }

    private BsonArray some() {
        return values.array(1);
    }

    private BsonDocument push() {
        BsonDocument push = new BsonDocument("$each", some());
        if (values.chance(0.5)) {
            push.append("$position", new BsonInt32(values.random.nextInt(-2, 3)));
        }
        if (values.chance(0.5)) {
            push.append("$slice", new BsonInt32(values.random.nextInt(-3, 4)));
        }
        if (values.chance(0.3)) {
            push.append("$sort", new BsonInt32(values.chance(0.5) ? 1 : -1));
        }
        return push;
    }

    private BsonValue pull() {
        return values.chance(0.6)
                ? values.scalar()
                : new BsonDocument(values.one(List.of("$gt", "$lte", "$ne")), new BsonInt32(values.random.nextInt(4)));
    }
}
