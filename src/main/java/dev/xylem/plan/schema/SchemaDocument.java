package dev.xylem.plan.schema;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.EscapedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A schema on its way into a store.
 *
 * @param state what is stored, without {@code _id} and {@code _etag}
 * @param dropped reserved names that the body had
 */
public record SchemaDocument(BsonDocument state, List<String> dropped) {
    public SchemaDocument {
        dropped = List.copyOf(dropped);
    }

    /**
     * Checks a schema against the rules of its draft and gives it its name in the store.
     *
     * @throws dev.xylem.api.ProblemException when it is invalid, with the {@code path} of the first fault
     */
    public static SchemaDocument of(BsonDocument body, String database, BsonValue id) {
        var dropped = new ArrayList<String>();
        BsonDocument schema = withoutReserved(EscapedKeys.unescapeSchema(body), dropped);
        Dialect dialect = Dialect.of(schema)
                .orElseThrow(() -> References.refused(
                        "/" + Dialect.KEY, "must name draft-04, draft-07 or 2020-12 of JSON Schema"));
        schema.put(dialect.idKey(), new BsonString(StoreAddress.of(database, id) + "#"));
        schema.put(Dialect.KEY, new BsonString(dialect.uri()));
        checkAgainstMetaschema(schema, dialect);
        new References(database, dialect).check(schema);
        return new SchemaDocument(EscapedKeys.escapeSchema(schema), dropped);
    }

    private static BsonDocument withoutReserved(BsonDocument body, List<String> dropped) {
        var schema = new BsonDocument();
        body.forEach((key, value) -> {
            if (!key.startsWith("_")) {
                schema.put(key, value);
            } else if (!key.equals("_id") && !key.equals("_etag")) {
                dropped.add(key);
            }
        });
        return schema;
    }

    private static void checkAgainstMetaschema(BsonDocument schema, Dialect dialect) {
        List<Map<String, String>> violations;
        try {
            violations = Violations.of(metaschema(dialect), JsonNodes.of(schema));
        } catch (JsonSchemaException e) {
            throw References.refused("/", "can't be read as a schema");
        }
        if (!violations.isEmpty()) {
            String path = violations.getFirst().getOrDefault("pointer", "");
            throw Problem.of(ProblemType.SCHEMA_INVALID, "The schema is invalid: " + Violations.text(violations) + ".")
                    .with("path", path)
                    .with("violations", violations)
                    .exception();
        }
    }

    private static JsonSchema metaschema(Dialect dialect) {
        return JsonSchemaFactory.getInstance(dialect.flag())
                .getSchema(SchemaLocation.of(dialect.flag().getId()), Violations.CONFIG);
    }

    /** The dialect that a stored schema, unescaped, has; what another program stored may have none that is known. */
    public static Dialect dialectOf(BsonDocument schema) {
        return Dialect.of(schema)
                .orElseThrow(() -> References.refused("/" + Dialect.KEY, "names a draft that is not known"));
    }
}
