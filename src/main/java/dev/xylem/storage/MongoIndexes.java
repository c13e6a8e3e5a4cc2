package dev.xylem.storage;

import com.mongodb.MongoCommandException;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.Concerns;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** A collection's indexes, as <a href="https://www.mongodb.com/docs/manual/reference/command/listIndexes/">listIndexes</a> tells them, their name as {@code _id}. */
final class MongoIndexes {
    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final int INDEX_NOT_FOUND = 27;
    private static final int INTERNAL_ERROR = 1;
    private static final String OWN = "_id_";

    private final Collections collections;

    MongoIndexes(Collections collections) {
        this.collections = collections;
    }

    Result list(Namespace namespace) {
        return new Result.Members("rh:index", all(namespace));
    }

    Result find(Namespace namespace, String name) {
        var id = new BsonString(name);
        return all(namespace).stream()
                .filter(index -> id.equals(index.get("_id")))
                .findFirst()
                .map(Result.Plain::new)
                .orElseThrow(() -> notFound(name));
    }

    /** By name, that of {@code _id} first. */
    private List<RawBsonDocument> all(Namespace namespace) {
        try {
            return collections
                    .get(namespace, Concerns.DEFAULT)
                    .listIndexes(BsonDocument.class)
                    .into(new ArrayList<>())
                    .stream()
                    .map(MongoIndexes::shown)
                    .sorted(Comparator.comparing(MongoIndexes::rank))
                    .toList();
        } catch (MongoCommandException e) {
            if (e.getCode() == NAMESPACE_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static RawBsonDocument shown(BsonDocument stored) {
        var index = new BsonDocument("_id", stored.get("name", new BsonString("")));
        stored.forEach((key, value) -> {
            if (!key.equals("name") && !key.equals("ns")) {
                index.append(key, value);
            }
        });
        return Raw.of(index);
    }

    private static String rank(RawBsonDocument index) {
        String name = index.getString("_id").getValue();
        return name.equals(OWN) ? "" : name;
    }

    Result create(Plan.CreateIndex plan) {
        var command = new BsonDocument(
                        "createIndexes", new BsonString(plan.namespace().collection()))
                .append("indexes", new BsonArray(List.of(plan.specification())));
        BsonDocument reply = run(plan, command);
        return new Result.IndexWritten(number(reply, "numIndexesAfter") > number(reply, "numIndexesBefore"));
    }

    private BsonDocument run(Plan.CreateIndex plan, BsonDocument command) {
        try {
            return collections.forLong(plan.namespace().database()).runCommand(command, BsonDocument.class);
        } catch (MongoCommandException e) {
            // FerretDB gives no code to what it lacks
            if (e.getCode() == INTERNAL_ERROR
                    && String.valueOf(e.getErrorMessage()).contains("not supported")) {
                throw Problem.of(
                                ProblemType.STORE_UNSUPPORTED,
                                "The connected store does not support such an index; connect a MongoDB (mongo-uri) to use it. Nothing was changed.")
                        .exception();
            }
            throw e;
        }
    }

    private static int number(BsonDocument reply, String key) {
        BsonValue value = reply.get(key, new BsonInt32(0));
        return value.isNumber() ? value.asNumber().intValue() : 0;
    }

    Result drop(Namespace namespace, String name) {
        try {
            collections.get(namespace, Concerns.DEFAULT).dropIndex(name);
            return new Result.Deleted();
        } catch (MongoCommandException e) {
            if (e.getCode() == INDEX_NOT_FOUND || e.getCode() == NAMESPACE_NOT_FOUND) {
                throw notFound(name);
            }
            throw e;
        }
    }

    private static ProblemException notFound(String name) {
        return Problem.of(ProblemType.INDEX_NOT_FOUND, "The collection has no index '" + name + "'.")
                .exception();
    }
}
