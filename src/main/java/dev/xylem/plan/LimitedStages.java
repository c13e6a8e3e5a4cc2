package dev.xylem.plan;

import dev.xylem.api.FieldRules;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that meets only what its caller may see: documents and fields that are kept from it are gone before the first of its stages,
 * and so they are in every other collection that it reads.
 */
final class LimitedStages {
    /** They must come first, where the documents are still whole. */
    private static final Set<String> FIRST = Set.of("$geoNear");

    /** Stores join conditions that follow one another, and evaluate them in any order; none is moved before a limit. */
    private static final BsonDocument BARRIER = new BsonDocument("$limit", new BsonInt64(Long.MAX_VALUE));

    private final String database;
    private final Grant grant;

    private LimitedStages(String database, Grant grant) {
        this.database = database;
        this.grant = grant;
    }

    /** @throws ProblemException 403 where it reads what the caller may not read */
    static List<BsonDocument> of(List<BsonDocument> stages, Namespace namespace, Grant grant) {
        return new LimitedStages(namespace.database(), grant).limited(stages, grant, "stages");
    }

    private List<BsonDocument> limited(List<BsonDocument> stages, Grant source, String path) {
        var all = new ArrayList<>(before(source));
        if (!source.rows().read().isEmpty() && stages.stream().anyMatch(LimitedStages::mayFail)) {
            all.add(BARRIER);
        }
        if (!all.isEmpty()
                && !stages.isEmpty()
                && (FIRST.contains(stages.getFirst().getFirstKey()) || isText(stages.getFirst()))) {
            throw PipelineFaults.stage(stages.getFirst().getFirstKey(), path + ".0");
        }
        all.addAll(reaching(stages, path));
        return all;
    }

    private static boolean mayFail(BsonDocument stage) {
        return stage.get("$match") instanceof BsonDocument query
                && Fallible.in(query).isPresent();
    }

    private static boolean isText(BsonDocument stage) {
        return stage.get("$match") instanceof BsonDocument query && query.containsKey("$text");
    }

    /** What takes away the documents and fields that are not for the caller. */
    private static List<BsonDocument> before(Grant source) {
        var stages = new ArrayList<BsonDocument>();
        if (!source.rows().read().isEmpty()) {
            stages.add(new BsonDocument("$match", source.rows().read()));
        }
        FieldRules fields = source.fields();
        if (!fields.only().isEmpty()) {
            stages.add(new BsonDocument("$project", only(fields)));
        }
        if (!fields.without().isEmpty()) {
            stages.add(new BsonDocument("$project", marked(fields.without(), 0)));
        }
        return stages;
    }

    private static BsonDocument only(FieldRules fields) {
        BsonDocument shown = marked(fields.only(), 1);
        return fields.only().contains("_id") ? shown : shown.append("_id", new BsonInt32(0));
    }

    private static BsonDocument marked(Set<String> paths, int mark) {
        var marked = new BsonDocument();
        paths.stream().sorted().forEach(path -> marked.append(path, new BsonInt32(mark)));
        return marked;
    }

    private List<BsonDocument> reaching(List<BsonDocument> stages, String path) {
        var all = new ArrayList<BsonDocument>();
        for (int i = 0; i < stages.size(); i++) {
            BsonDocument stage = stages.get(i);
            String name = stage.getFirstKey();
            String at = path + "." + i + "." + name;
            switch (name) {
                case "$facet" -> all.add(new BsonDocument(name, facet(stage.getDocument(name), at)));
                case "$unionWith" -> all.add(new BsonDocument(name, union(stage.get(name, BsonNull.VALUE), at)));
                case "$lookup" -> all.add(new BsonDocument(name, lookup(stage.getDocument(name), at)));
                case "$graphLookup" -> all.addAll(graph(stage.getDocument(name), at));
                default -> all.add(stage);
            }
        }
        return all;
    }

    private BsonDocument facet(BsonDocument pipelines, String path) {
        var walked = new BsonDocument();
        pipelines.forEach(
                (name, stages) -> walked.put(name, new BsonArray(reaching(pipeline(stages), path + "." + name))));
        return walked;
    }

    private BsonValue union(BsonValue argument, String path) {
        BsonDocument members =
                argument instanceof BsonString ? new BsonDocument("coll", argument) : argument.asDocument();
        Grant target = target(members.get("coll"), path);
        List<BsonDocument> stages = limited(pipeline(members.get("pipeline")), target, path + ".pipeline");
        return stages.isEmpty() ? argument : members.clone().append("pipeline", new BsonArray(stages));
    }

    private BsonDocument lookup(BsonDocument members, String path) {
        if (!members.containsKey("from")) {
            return members;
        }
        Grant target = target(members.get("from"), path);
        named(target, members.get("foreignField"));
        List<BsonDocument> stages = limited(pipeline(members.get("pipeline")), target, path + ".pipeline");
        return stages.isEmpty() ? members : members.clone().append("pipeline", new BsonArray(stages));
    }

    /** It has no pipeline: rows are limited by its own query, fields by a stage behind it. */
    private List<BsonDocument> graph(BsonDocument members, String path) {
        Grant target = target(members.get("from"), path);
        named(target, members.get("connectFromField"));
        named(target, members.get("connectToField"));
        BsonDocument restriction =
                members.get("restrictSearchWithMatch") instanceof BsonDocument query ? query : new BsonDocument();
        if (target.fields().areLimited()) {
            new FieldGate(target.fields()).query(restriction);
        }
        boolean mayTell =
                !target.rows().read().isEmpty() && Fallible.in(restriction).isPresent();
        if (!target.fields().only().isEmpty() || mayTell) {
            throw PipelineFaults.stage("$graphLookup", path);
        }
        BsonDocument query = Scope.join(target.rows().read(), restriction);
        var stages = new ArrayList<BsonDocument>();
        stages.add(new BsonDocument(
                "$graphLookup", query.isEmpty() ? members : members.clone().append("restrictSearchWithMatch", query)));
        if (!target.fields().without().isEmpty()) {
            String as = members.get("as") instanceof BsonString name ? name.getValue() : "";
            var hidden = new BsonDocument();
            target.fields().without().forEach(field -> hidden.append(as + "." + field, new BsonInt32(0)));
            stages.add(new BsonDocument("$project", hidden));
        }
        return stages;
    }

    private static void named(Grant target, @Nullable BsonValue field) {
        if (field instanceof BsonString name) {
            new FieldGate(target.fields()).visible(name.getValue());
        }
    }

    private Grant target(@Nullable BsonValue name, String path) {
        String collection = name instanceof BsonString text ? text.getValue() : "";
        return grant.reach()
                .reading(new Namespace(database, collection))
                .orElseThrow(() -> PipelineFaults.source(path));
    }

    private static List<BsonDocument> pipeline(@Nullable BsonValue stages) {
        return stages instanceof BsonArray array
                ? array.stream().map(BsonValue::asDocument).toList()
                : List.of();
    }
}
