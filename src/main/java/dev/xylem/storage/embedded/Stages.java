package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.backend.aggregation.stage.AggregationStage;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stages of an aggregation: those that the stock engine lacks or does otherwise than MongoDB, and the stock ones for the rest.
 */
final class Stages {

    private static final int NOT_ONE_FIELD = 40323;
    private static final int NOT_LAST = 40601;
    private static final int NO_OBJECT = 40228;

    /** All that MongoDB has, whether there is one here or not. */
    private static final Set<String> KNOWN = Set.of(
            "$addFields",
            "$bucket",
            "$bucketAuto",
            "$changeStream",
            "$collStats",
            "$count",
            "$densify",
            "$documents",
            "$facet",
            "$fill",
            "$geoNear",
            "$graphLookup",
            "$group",
            "$indexStats",
            "$limit",
            "$listSessions",
            "$lookup",
            "$match",
            "$merge",
            "$out",
            "$planCacheStats",
            "$project",
            "$redact",
            "$replaceRoot",
            "$replaceWith",
            "$sample",
            "$search",
            "$set",
            "$setWindowFields",
            "$skip",
            "$sort",
            "$sortByCount",
            "$unionWith",
            "$unset",
            "$unwind");

    private static final Set<String> TERMINAL = Set.of("$out", "$merge");

    /** One stage. */
    private interface Stage extends Function<Stream<Document>, Stream<Document>> {}

    private final List<Stage> stages = new ArrayList<>();
    private final Function<Document, List<AggregationStage>> stock;
    private final long sortBytes;

    /**
     * @param stock the stock engine's stages for one
     * @param sortBytes what a sort may hold
     */
    private Stages(Function<Document, List<AggregationStage>> stock, long sortBytes) {
        this.stock = stock;
        this.sortBytes = sortBytes;
    }

    static boolean isOne(String name) {
        return KNOWN.contains(name);
    }

    /** @throws MongoServerError when the pipeline is malformed */
    static Stages of(List<?> pipeline, Function<Document, List<AggregationStage>> stock, long sortBytes) {
        Stages stages = new Stages(stock, sortBytes);
        List<Document> all = Aggregation.parse(pipeline);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).size() != 1) {
                throw new MongoServerError(
                        NOT_ONE_FIELD, "A pipeline stage specification object must contain exactly one field.");
            }
            String name = all.get(i).keySet().iterator().next();
            if (TERMINAL.contains(name) && i < all.size() - 1) {
                throw new MongoServerError(NOT_LAST, name + " can only be the final stage in the pipeline");
            }
            stages.add(name, all.get(i));
        }
        return stages;
    }

    Stream<Document> applied(Stream<Document> documents) {
        Stream<Document> result = documents;
        for (Stage stage : stages) {
            result = stage.apply(result);
        }
        return result;
    }

    private void add(String name, Document stage) {
        Object argument = stage.get(name);
        switch (name) {
            case "$match" -> match(object(name, argument));
            case "$sort" -> sort(object(name, argument));
            case "$set", "$addFields" -> each(FieldTree.set(argument));
            case "$unset" -> each(FieldTree.unset(argument));
            case "$project" -> each(FieldTree.project(argument));
            case "$replaceWith" -> replace(argument);
            case "$replaceRoot" -> replace(object(name, argument).get("newRoot"));
            case "$group" -> group(object(name, argument));
            case "$count" -> count(String.valueOf(argument));
            case "$sortByCount" -> {
                group(new Document("_id", argument).append("count", new Document("$sum", 1)));
                sort(new Document("count", -1).append("_id", 1));
            }
            case "$facet" -> facet(object(name, argument));
            case "$lookup" -> lookup(stage, object(name, argument));
            default -> stock(stage);
        }
    }

    private void stock(Document stage) {
        stock.apply(stage).forEach(one -> stages.add(one::apply));
    }

    private void lookup(Document stage, Document lookup) {
        if (isJoinWithPipeline(lookup)) {
            join(lookup);
        } else {
            stock(stage);
        }
    }

    /** The stock stage knows fields or a pipeline, not both. */
    private static boolean isJoinWithPipeline(Document lookup) {
        return lookup.containsKey("localField") && lookup.get("pipeline") instanceof List<?>;
    }

    private void join(Document lookup) {
        Path local = new Path(String.valueOf(lookup.get("localField")));
        String foreign = String.valueOf(lookup.get("foreignField"));
        stages.add(documents -> documents.flatMap(document -> {
            List<Object> pipeline = new ArrayList<>();
            pipeline.add(new Document("$match", new Document(foreign, new Document("$in", valuesAt(local, document)))));
            pipeline.addAll((List<?>) lookup.get("pipeline"));
            Document joined = lookup.clone();
            joined.remove("localField");
            joined.remove("foreignField");
            joined.put("let", lookup.getOrDefault("let", new Document()));
            joined.put("pipeline", pipeline);
            Stream<Document> result = Stream.of(document);
            for (AggregationStage one : stock.apply(new Document("$lookup", joined))) {
                result = one.apply(result);
            }
            return result;
        }));
    }

    /** What equals one of these is joined: the elements of an array, null for what is missing. */
    private static List<@Nullable Object> valuesAt(Path path, Document document) {
        List<@Nullable Object> values = new ArrayList<>();
        path.any(document, true, value -> {
            if (!(value instanceof List<?>) && !(value instanceof BsonRegularExpression)) {
                values.add(value == Values.MISSING ? null : value);
            }
            return false;
        });
        return values;
    }

    private static Document object(String stage, @Nullable Object argument) {
        if (argument instanceof Document document) {
            return document;
        }
        throw new MongoServerError(15959, "the specification of " + stage + " must be an object");
    }

    private void match(Document query) {
        Condition condition = Condition.of(query);
        stages.add(documents -> documents.filter(condition::holds));
    }

    private void sort(Document order) {
        stages.add(documents -> SortedStream.of(documents, order, sortBytes));
    }

    private void each(FieldTree tree) {
        stages.add(documents -> documents.map(document -> tree.applied(document, Map.of())));
    }

    private void replace(@Nullable Object root) {
        Evaluation.check(root);
        stages.add(documents ->
                documents.map(document -> root(Evaluation.on(document).of(root))));
    }

    /** What a stage makes the document. */
    static Document root(@Nullable Object value) {
        if (value instanceof Document document) {
            return document;
        }
        throw new MongoServerError(
                NO_OBJECT, "'newRoot' expression must evaluate to an object, but its type is " + Values.typeOf(value));
    }

    private void count(String field) {
        if (field.isEmpty() || field.startsWith("$") || field.contains(".")) {
            throw new MongoServerError(40156, "the count field must be a non-empty string without '$' or '.'");
        }
        stages.add(documents -> {
            long count = documents.count();
            Number number = count == (int) count ? (Number) (int) count : (Number) count;
            return count == 0 ? Stream.of() : Stream.of(new Document(field, number));
        });
    }

    private void facet(Document branches) {
        Map<String, Stages> all = new LinkedHashMap<>();
        branches.forEach((name, pipeline) -> all.put(name, of((List<?>) pipeline, stock, sortBytes)));
        stages.add(documents -> {
            List<Document> input = documents.toList();
            Document result = new Document();
            all.forEach((name, branch) -> result.put(
                    name,
                    branch.applied(input.stream().map(Document::cloneDeeply)).toList()));
            return Stream.of(result);
        });
    }

    // -- Groups

    private void group(Document specification) {
        if (!specification.containsKey("_id")) {
            throw new MongoServerError(15955, "a group specification must include an _id");
        }
        Evaluation.check(specification.get("_id"));
        List<GroupValue.Field> fields = specification.entrySet().stream()
                .filter(each -> !each.getKey().equals("_id"))
                .map(each -> GroupValue.Field.of(each.getKey(), each.getValue()))
                .toList();
        stages.add(documents -> grouped(documents, specification.get("_id"), fields));
    }

    private record Group(@Nullable Object id, List<GroupValue.Field> fields, List<GroupValue> values) {
        static Group of(@Nullable Object id, List<GroupValue.Field> fields) {
            return new Group(id, fields, fields.stream().map(GroupValue::new).toList());
        }

        void add(Document document) {
            for (int i = 0; i < fields.size(); i++) {
                values.get(i).add(Evaluation.on(document).of(fields.get(i).expression()));
            }
        }

        Document result() {
            Document result = new Document("_id", id);
            for (int i = 0; i < fields.size(); i++) {
                result.put(fields.get(i).name(), values.get(i).result());
            }
            return result;
        }
    }

    /** In the order of their _id. */
    private static Stream<Document> grouped(
            Stream<Document> documents, @Nullable Object id, List<GroupValue.Field> fields) {
        Map<byte[], Group> groups = new TreeMap<>(Arrays::compareUnsigned);
        documents.forEachOrdered(document -> {
            Object key = Values.nullIfMissing(Evaluation.on(document).of(id));
            groups.computeIfAbsent(OrderedBytes.of(key), _ -> Group.of(key, fields))
                    .add(document);
        });
        return groups.values().stream().map(Group::result);
    }
}
