package dev.xylem.plan;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Plain documents with few names, so that two of them meet often. */
final class RandomDocuments {

    private final Random random;
    private final List<Supplier<BsonValue>> leaves;

    RandomDocuments(Random random) {
        this.random = random;
        this.leaves = List.of(
                () -> BsonNull.VALUE,
                () -> new BsonInt32(random.nextInt(5)),
                () -> new BsonInt64(random.nextLong()),
                () -> new BsonDouble(random.nextDouble()),
                () -> new BsonString("$s" + random.nextInt(5)),
                () -> BsonBoolean.valueOf(random.nextBoolean()),
                () -> new BsonDateTime(random.nextInt()));
    }

    BsonDocument document(int depth) {
        var document = new BsonDocument();
        for (int i = random.nextInt(5); i > 0; i--) {
            document.put(List.of("a", "b", "c", "0", "1", "x y").get(random.nextInt(6)), value(depth - 1));
        }
        return document;
    }

    private BsonValue value(int depth) {
        return switch (depth > 0 ? random.nextInt(5) : 4) {
            case 0, 1 -> document(depth);
            case 2 ->
                new BsonArray(random.ints(random.nextInt(4))
                        .mapToObj(_ -> value(depth - 1))
                        .toList());
            default -> leaves.get(random.nextInt(leaves.size())).get();
        };
    }
}
