package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.Action.Mode;
import dev.xylem.api.Body;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Reads the body that an action needs, and refuses what has the wrong type or the wrong outer shape. */
final class BodyReader {
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String JSON_PATCH = "application/json-patch+json";

    private final Settings settings;
    private final JsonReader json;

    BodyReader(Settings settings) {
        this.settings = settings;
        this.json = new JsonReader(settings.limits().jsonDepth(), ProblemType.TOO_DEEP);
    }

    Body read(Incoming incoming, Resource resource, Action action, Parameters parameters) {
        return switch (action) {
            case Action.ReadListing _,
                    Action.ReadPage _,
                    Action.Export _,
                    Action.ReadDocument _,
                    Action.ReadMeta _,
                    Action.ReadSize _,
                    Action.ReadIndexes _,
                    Action.ReadIndex _,
                    Action.RunAggregation _,
                    Action.ReadRoles _,
                    Action.Describe _,
                    Action.ReadToken _,
                    Action.RevokeTokens _,
                    Action.ExportAggregation _,
                    Action.DropIndex _,
                    Action.Drop _,
                    Action.DeleteDocument _,
                    Action.BulkDelete _ -> new Body.None();
            case Action.WriteProperties(Mode mode) -> properties(incoming, mode);
            case Action.WriteDocument(Mode mode) ->
                resource instanceof Resource.Collection ? posted(incoming, parameters) : document(incoming, mode);
            case Action.BulkPatch _, Action.WriteIndex _, Action.ExplainAccess _ -> json(incoming);
            case Action.BulkWrite _ -> throw new IllegalStateException("a bulk write is recognised by its body");
        };
    }

    /** A PUT without a body creates a database or collection without properties, as {@code curl -X PUT} users expect. */
    private Body properties(Incoming incoming, Mode mode) {
        if (mode == Mode.REPLACE && !incoming.hasBody()) {
            return new Body.Single(new BsonDocument());
        }
        return json(incoming);
    }

    private Body json(Incoming incoming) {
        MediaTypes.check(incoming, List.of());
        return single(value(incoming));
    }

    private Body document(Incoming incoming, Mode mode) {
        String type = MediaTypes.check(incoming, mode == Mode.MERGE ? List.of(MERGE_PATCH, JSON_PATCH) : List.of());
        BsonValue value = value(incoming);
        return switch (type) {
            case MERGE_PATCH -> new Body.MergePatch(object(value));
            case JSON_PATCH -> new Body.JsonPatch(objects(value));
            default -> mode == Mode.MERGE && isPipeline(value) ? new Body.Pipeline(objects(value)) : single(value);
        };
    }

    /** An empty array is no pipeline, but what some languages print for an empty object. */
    private static boolean isPipeline(BsonValue value) {
        return value instanceof BsonArray stages && !stages.isEmpty();
    }

    private Body posted(Incoming incoming, Parameters parameters) {
        String type = MediaTypes.check(incoming, "Accept-Post", List.of(NDJSON, CSV));
        boolean auto = parameters.choice("types", Types.class, Types.AUTO) == Types.AUTO;
        if (parameters.has("types") && !type.equals(CSV)) {
            throw Parameters.invalid("types", "says how the cells of " + CSV + " are read; this body is none");
        }
        int limit = (int) Math.min(settings.limits().body(), Integer.MAX_VALUE);
        return switch (type) {
            case NDJSON -> new Body.Lines(new NdjsonLines(incoming.pieces(), json, limit));
            case CSV -> new Body.Lines(new CsvLines(incoming.pieces(), new CsvValues(auto, json), limit));
            default -> posted(incoming);
        };
    }

    /** How the cells of a table are read. */
    private enum Types {
        AUTO,
        TEXT
    }

    /** The parameters of a QUERY. */
    BsonDocument query(Incoming incoming) {
        MediaTypes.check(incoming, "Accept-Query", List.of());
        return object(value(incoming));
    }

    private Body posted(Incoming incoming) {
        byte[] bytes = required(incoming.body(settings.limits().bulkBody(), ProblemType.BULK_TOO_LARGE));
        boolean bulk = firstByte(bytes) == '[';
        if (!bulk && bytes.length > settings.limits().body()) {
            throw Problem.of(
                            ProblemType.BODY_TOO_LARGE,
                            "The body has " + bytes.length + " bytes; at most "
                                    + settings.limits().body() + " are allowed for one document (limits.body).")
                    .exception();
        }
        BsonValue value = json.read(bytes, bytes.length);
        return bulk ? new Body.Many(objects(value)) : single(value);
    }

    private BsonValue value(Incoming incoming) {
        byte[] bytes = required(incoming.body(settings.limits().body(), ProblemType.BODY_TOO_LARGE));
        return json.read(bytes, bytes.length);
    }

    private static byte[] required(byte[] bytes) {
        if (firstByte(bytes) < 0) {
            throw Problem.of(ProblemType.BODY_MISSING, "This request needs a JSON body; {} is one.")
                    .exception();
        }
        return bytes;
    }

    /** The first byte that is no white space, or -1. */
    private static int firstByte(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b & 0xff;
            }
        }
        return -1;
    }

    private static Body single(BsonValue value) {
        return new Body.Single(object(value));
    }

    private static BsonDocument object(BsonValue value) {
        if (value instanceof BsonDocument document) {
            return document;
        }
        throw wrongShape("The body must be a JSON object; it is " + nameOf(value) + ".");
    }

    private static List<BsonDocument> objects(BsonValue value) {
        if (!(value instanceof BsonArray array)) {
            throw wrongShape("The body must be a JSON array of objects; it is " + nameOf(value) + ".");
        }
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof BsonDocument)) {
                throw new ProblemException(Problem.of(
                                ProblemType.WRONG_BODY_SHAPE,
                                "Each element of the array must be a JSON object; element " + i + " is "
                                        + nameOf(array.get(i)) + ".")
                        .with("index", i));
            }
        }
        return array.stream().map(BsonValue::asDocument).toList();
    }

    private static String nameOf(BsonValue value) {
        return switch (value.getBsonType()) {
            case DOCUMENT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case INT32, INT64, DOUBLE, DECIMAL128 -> "a number";
            case NULL -> "null";
            case BOOLEAN -> "a boolean";
            default -> "a single value";
        };
    }

    private static ProblemException wrongShape(String detail) {
        return Problem.of(ProblemType.WRONG_BODY_SHAPE, detail).exception();
    }
}
