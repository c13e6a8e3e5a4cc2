package dev.xylem.storage.embedded.differential;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Simple aggregations, pipelines of updates, and the expressions in them. */
final class RandomPipelines {

    private final RandomValues values;
    private final RandomQueries queries;

    RandomPipelines(RandomValues values, RandomQueries queries) {
        this.values = values;
        this.queries = queries;
    }

    List<BsonDocument> pipeline() {
        List<BsonDocument> stages = new ArrayList<>();
        if (values.chance(0.6)) {
            stages.add(new BsonDocument("$match", queries.filter()));
        }
        if (values.chance(0.4)) {
            stages.add(new BsonDocument("$sort", queries.sort()));
            stages.add(new BsonDocument("$limit", new BsonInt32(values.random.nextInt(1, 20))));
        }
        stages.add(values.chance(0.5) ? change() : summary());
        return stages;
    }

    List<BsonDocument> update() {
        List<BsonDocument> stages = new ArrayList<>();
        for (int i = values.random.nextInt(1, 3); i > 0; i--) {
            stages.add(change());
        }
        return stages;
    }

    private BsonDocument change() {
        return switch (values.random.nextInt(8)) {
            case 0 -> new BsonDocument("$unset", new BsonString(values.pathOfNames()));
            case 1 -> new BsonDocument("$unset", new BsonArray(List.of(new BsonString("a"), new BsonString("b.x"))));
            case 2 -> new BsonDocument("$replaceWith", replacement());
            case 3 -> new BsonDocument("$project", projection());
            default -> new BsonDocument("$set", new BsonDocument(values.pathOfNames(), expression(2)));
        };
    }

    private BsonDocument replacement() {
        BsonDocument fields = new BsonDocument(values.field(), expression(1));
        return new BsonDocument("$mergeObjects", new BsonArray(List.of(new BsonString("$$ROOT"), fields)));
    }

    private BsonDocument projection() {
        return switch (values.random.nextInt(3)) {
            case 0 -> new BsonDocument(values.pathOfNames(), new BsonInt32(1));
            case 1 -> new BsonDocument(values.pathOfNames(), new BsonInt32(0));
            default -> new BsonDocument("a", new BsonInt32(1)).append("n", expression(1));
        };
    }

    private BsonDocument summary() {
        return switch (values.random.nextInt(5)) {
            case 0 -> new BsonDocument("$count", new BsonString("n"));
            case 1 -> new BsonDocument("$unwind", new BsonString("$" + values.field()));
            case 2 -> new BsonDocument("$sortByCount", path());
            default ->
                new BsonDocument(
                        "$group",
                        new BsonDocument("_id", path())
                                .append("n", new BsonDocument("$sum", new BsonInt32(1)))
                                .append("most", new BsonDocument(values.one(List.of("$max", "$min")), path())));
        };
    }

    private BsonString path() {
        return new BsonString("$" + values.pathOfNames());
    }

    private BsonValue expression(int depth) {
        if (depth == 0 || values.chance(0.2)) {
            return values.chance(0.6) ? path() : literal();
        }
        BsonValue a = expression(depth - 1);
        BsonValue b = expression(depth - 1);
        return switch (values.random.nextInt(9)) {
            case 0, 1 -> operator(values.one(List.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$cmp")), a, b);
            case 2 -> operator("$ifNull", a, b);
            case 3 -> operator("$cond", operator("$gt", a, b), a, b);
            case 4 -> operator(values.one(List.of("$add", "$subtract", "$multiply")), number(path()), number(a));
            case 5 -> operator("$type", a);
            case 6 -> operator(values.one(List.of("$and", "$or")), a, b);
            case 7 -> new BsonArray(List.of(a, b));
            default -> new BsonDocument("x", a).append("y", b);
        };
    }

    /** What is no number counts as 1, so that there is something to compute. */
    private static BsonDocument number(BsonValue value) {
        BsonDocument isNumber = operator("$isNumber", value);
        return operator("$cond", isNumber, value, new BsonInt32(1));
    }

    private static BsonDocument operator(String name, BsonValue... operands) {
        return new BsonDocument(name, new BsonArray(List.of(operands)));
    }

    private BsonDocument literal() {
        return new BsonDocument("$literal", values.value(1));
    }
}
