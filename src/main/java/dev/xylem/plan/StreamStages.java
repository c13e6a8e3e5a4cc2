package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.FieldRules;
import dev.xylem.api.Grant;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import dev.xylem.plan.live.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * The stages of a stored stream as they run on the changes of a collection: what the caller may not see is gone before the first of them, and what
 * the last one makes is wrapped, so that the store's own place of the change stays beside it.
 */
final class StreamStages {
    static final String REPLACE_ROOT = "$replaceRoot";
    static final String REPLACE_WITH = "$replaceWith";

    private static final String DOCUMENT = "fullDocument";
    private static final String KEY = "documentKey";
    private static final List<String> HISTORY = List.of("updateDescription", "fullDocumentBeforeChange");
    private static final List<String> ALWAYS = List.of("operationType", "clusterTime", "wallTime", "ns");
    private static final Set<String> TOGETHER = Set.of("$and", "$or", "$nor");
    private static final BsonInt32 YES = new BsonInt32(1);
    private static final BsonInt32 NO = new BsonInt32(0);

    private StreamStages() {}

    /** @throws ProblemException 404 when there is no such stream, 400 for a missing variable, 403 for what the caller may not, 422 for a bad definition */
    static List<BsonDocument> of(ApiRequest request, Resource.Stream stream, RawBsonDocument properties, Grant grant) {
        BsonDocument definition = Definitions.find(properties, Definitions.STREAMS, stream.uri())
                .orElseThrow(() -> Problem.of(
                                ProblemType.STREAM_NOT_FOUND, "The collection has no stream '" + stream.uri() + "'.")
                        .exception());
        var variables = new BoundVariables(
                request.query().variables(), name -> AggregationPlanner.ofCaller(request.caller(), name));
        List<BsonDocument> stages = new StageWalk(variables, PipelineFaults.ON_RUNNING)
                .pipeline(definition.get("stages", BsonNull.VALUE), "stages");
        StreamCheck.check(new BsonArray(stages), "stages", PipelineFaults.ON_RUNNING);
        var all = new ArrayList<>(limits(grant, stages));
        all.addAll(wrapped(stages));
        return all;
    }

    private static List<BsonDocument> limits(Grant grant, List<BsonDocument> stages) {
        var limits = new ArrayList<BsonDocument>();
        limits.add(match("operationType", in("insert", "update", "replace", "delete")));
        BsonDocument rows = grant.rows().read();
        if (!rows.isEmpty()) {
            if (!rows.equals(grant.rows().walk()) || stages.stream().anyMatch(StreamStages::mayFail)) {
                throw notFollowed();
            }
            limits.add(match(DOCUMENT, new BsonDocument("$type", new BsonString("object"))));
            limits.add(new BsonDocument("$match", inside(rows)));
        }
        if (!rows.isEmpty() || grant.fields().areLimited()) {
            visible(grant.fields()).forEach(shown -> limits.add(new BsonDocument("$project", shown)));
        }
        return limits;
    }

    /** It would tell of documents that the caller may not read. */
    private static boolean mayFail(BsonDocument stage) {
        return stage.get("$match") instanceof BsonDocument query
                && Fallible.in(query).isPresent();
    }

    private static BsonDocument match(String field, BsonValue condition) {
        return new BsonDocument("$match", new BsonDocument(field, condition));
    }

    private static BsonDocument in(String... names) {
        return new BsonDocument(
                "$in",
                new BsonArray(List.of(names).stream().map(BsonString::new).toList()));
    }

    /** A query for documents as one for the changes that show them. */
    private static BsonDocument inside(BsonDocument query) {
        var inside = new BsonDocument();
        query.forEach((key, condition) -> {
            if (TOGETHER.contains(key) && condition instanceof BsonArray queries) {
                inside.put(
                        key,
                        new BsonArray(queries.stream()
                                .map(one -> inside(one.asDocument()))
                                .toList()));
            } else if (key.startsWith("$")) {
                throw notFollowed();
            } else {
                inside.put(DOCUMENT + "." + key, condition);
            }
        });
        return inside;
    }

    private static ProblemException notFollowed() {
        return Problem.of(
                        ProblemType.FORBIDDEN,
                        "The rule that allows this request has a readFilter that this stream can't follow.")
                .exception();
    }

    /** Without what was there before a change: it may have been out of the caller's sight then. */
    private static List<BsonDocument> visible(FieldRules fields) {
        var hidden = new BsonDocument();
        HISTORY.forEach(name -> hidden.put(name, NO));
        fields.without().stream().sorted().forEach(path -> {
            hidden.put(DOCUMENT + "." + path, NO);
            hidden.put(KEY + "." + path, NO);
        });
        if (fields.only().isEmpty()) {
            return List.of(hidden);
        }
        var shown = new BsonDocument();
        ALWAYS.forEach(name -> shown.put(name, YES));
        fields.only().stream().sorted().forEach(path -> {
            shown.put(DOCUMENT + "." + path, YES);
            shown.put(KEY + "." + path, YES);
        });
        return List.of(shown, hidden);
    }

    private static List<BsonDocument> wrapped(List<BsonDocument> stages) {
        var all = new ArrayList<>(stages);
        BsonDocument last = stages.isEmpty() ? new BsonDocument() : stages.getLast();
        BsonValue made = last.containsKey(REPLACE_WITH)
                ? last.get(REPLACE_WITH)
                : last.get(REPLACE_ROOT) instanceof BsonDocument root ? root.get("newRoot") : null;
        if (made == null) {
            all.add(wrap(new BsonString("$$ROOT")));
            all.add(new BsonDocument(
                    "$project", new BsonDocument(DOCUMENT + "." + Occurrence.Made.FIELD + "._id", NO)));
        } else {
            all.removeLast();
            all.add(wrap(made));
        }
        return all;
    }

    /** As a change that tells of what was made, which may be anything. */
    private static BsonDocument wrap(BsonValue made) {
        return new BsonDocument(
                REPLACE_ROOT,
                new BsonDocument(
                        "newRoot",
                        new BsonDocument("_id", new BsonString("$_id"))
                                .append("operationType", new BsonDocument("$literal", new BsonString("insert")))
                                .append(DOCUMENT, new BsonDocument(Occurrence.Made.FIELD, made))));
    }
}
