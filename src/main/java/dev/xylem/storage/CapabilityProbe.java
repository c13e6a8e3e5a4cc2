package dev.xylem.storage;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.xylem.plan.Capabilities;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Asks a store what it can do, by commands that change nothing: they name a collection that nobody creates. What counts is
 * the answer, not the version, so that engines that only resemble MongoDB are judged by what they do.
 */
public final class CapabilityProbe {

    private static final String DATABASE = "xylem_capabilities";
    private static final String COLLECTION = "never_created";

    private static final BsonString NONE = new BsonString("");
    private static final BsonString MONGOS = new BsonString("isdbgrid");

    private static final int INTERNAL_ERROR = 1;
    private static final int BAD_VALUE = 2;
    private static final int UNKNOWN_ERROR = 8;
    private static final int FAILED_TO_PARSE = 9;
    private static final int UNAUTHORIZED = 13;
    private static final int COMMAND_NOT_FOUND = 59;
    private static final int COMMAND_NOT_SUPPORTED = 115;
    private static final int NOT_IMPLEMENTED = 238;
    private static final int UNKNOWN_STAGE = 40324;

    /** The answers that mean "no"; any other refusal shows that the feature is there, but not for this request. */
    private static final Set<Integer> LACKING = Set.of(
            INTERNAL_ERROR,
            BAD_VALUE,
            UNKNOWN_ERROR,
            FAILED_TO_PARSE,
            COMMAND_NOT_FOUND,
            COMMAND_NOT_SUPPORTED,
            NOT_IMPLEMENTED,
            UNKNOWN_STAGE);

    private final MongoDatabase scratch;
    private final MongoDatabase admin;
    private final BsonDocument hello;
    private final BsonDocument buildInfo;

    private CapabilityProbe(MongoClient client) {
        scratch = client.getDatabase(DATABASE);
        admin = client.getDatabase("admin");
        hello = run(admin, "{hello: 1}");
        buildInfo = run(admin, "{buildInfo: 1}");
    }

    /**
     * Takes some ten round trips.
     *
     * @throws com.mongodb.MongoException when the store cannot be reached
     */
    public static Capabilities ask(MongoClient client) {
        CapabilityProbe probe = new CapabilityProbe(client);
        return new Capabilities(
                probe.engine(),
                probe.transactions(),
                probe.changeStreams(),
                probe.pipelineUpdates(),
                probe.text(),
                probe.geo(),
                probe.collation(),
                probe.explain());
    }

    private String engine() {
        String version = buildInfo.getString("version").getValue();
        if (buildInfo.containsKey("ferretdb")) {
            return "FerretDB, as MongoDB " + version;
        }
        return isMongoDb() ? "MongoDB " + version : "embedded store, as MongoDB " + version;
    }

    private boolean isMongoDb() {
        return buildInfo.containsKey("gitVersion") && !buildInfo.containsKey("ferretdb");
    }

    /** A replica set, or a cluster of them. */
    private boolean isMany() {
        return hello.containsKey("setName") || hello.get("msg", NONE).equals(MONGOS);
    }

    // A server that stands alone knows the command and refuses the transaction.
    private boolean transactions() {
        return isMany() && supports(admin, "{commitTransaction: 1}", _ -> true);
    }

    private boolean changeStreams() {
        try {
            scratch.getCollection(COLLECTION).watch().cursor().close();
            return true;
        } catch (MongoCommandException e) {
            return e.getErrorCode() == UNAUTHORIZED && isMany();
        }
    }

    private boolean pipelineUpdates() {
        String update = "{update: '%s', updates: [{q: {_id: 0}, u: [{$set: {a: 1}}]}]}";
        return supports(scratch, update, reply -> !reply.containsKey("writeErrors"));
    }

    private boolean text() {
        return supports(scratch, "{find: '%s', filter: {$text: {$search: 'a'}}}", _ -> true);
    }

    private boolean geo() {
        String find = "{find: '%s', filter: {a: {$geoWithin: {$centerSphere: [[0, 0], 0.1]}}}}";
        return supports(scratch, find, _ -> true);
    }

    /** Some engines take a collation and ignore it, so this looks at what is found. Before 5.1 there was no way to ask. */
    private boolean collation() {
        String aggregate = "{aggregate: 1, cursor: {}, collation: {locale: 'en', strength: 2},"
                + " pipeline: [{$documents: [{a: 'A'}]}, {$match: {a: 'a'}}]}";
        try {
            BsonDocument reply = run(scratch, aggregate);
            return !reply.getDocument("cursor").getArray("firstBatch").isEmpty();
        } catch (MongoCommandException e) {
            return isMongoDb();
        }
    }

    private boolean explain() {
        return supports(scratch, "{explain: {find: '%s', filter: {}}, verbosity: 'queryPlanner'}", _ -> true);
    }

    private static boolean supports(MongoDatabase database, String command, Predicate<BsonDocument> answered) {
        try {
            return answered.test(run(database, command.formatted(COLLECTION)));
        } catch (MongoCommandException e) {
            return !LACKING.contains(e.getErrorCode());
        }
    }

    private static BsonDocument run(MongoDatabase database, String command) {
        return database.runCommand(BsonDocument.parse(command), BsonDocument.class);
    }
}
