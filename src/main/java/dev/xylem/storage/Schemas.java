package dev.xylem.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.EscapedKeys;
import dev.xylem.plan.schema.JsonNodes;
import dev.xylem.plan.schema.SchemaDocument;
import dev.xylem.plan.schema.SchemaRule;
import dev.xylem.plan.schema.StoreAddress;
import dev.xylem.plan.schema.Violations;
import java.time.Duration;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The schemas that collections demand, compiled, and remembered for a second; what this process changes in a schema store is forgotten at
 * once. Every write asks here whether it must be checked.
 */
final class Schemas {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST = 1_000;

    private final MongoCatalog catalog;
    private final Cache<SchemaRule, Validity> compiled =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    Schemas(MongoCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * What a document of the collection must satisfy; empty for nothing.
     *
     * @throws ProblemException when the schema is missing or cannot be used
     */
    Optional<Validity> of(Namespace namespace) {
        if (Namespace.isReservedCollection(namespace.collection())) {
            return Optional.empty();
        }
        return catalog.collection(namespace)
                .flatMap(entry -> SchemaRule.of(entry.properties(), namespace.database()))
                .map(rule -> compiled.get(rule, this::compile));
    }

    /** After a write into a database's schema store. */
    void forget(String database) {
        compiled.asMap().keySet().removeIf(rule -> rule.database().equals(database));
    }

    private Validity compile(SchemaRule rule) {
        BsonDocument schema = find(rule.database(), rule.schemaId())
                .orElseThrow(() -> missing(spelled(rule.schemaId()), rule.database()));
        var source = new StoreSource(rule.database(), this::find);
        var location = SchemaLocation.of(StoreAddress.of(rule.database(), rule.schemaId()));
        var factory = JsonSchemaFactory.getInstance(
                SchemaDocument.dialectOf(schema).flag(),
                builder -> builder.schemaLoaders(loaders -> loaders.add(source)));
        try {
            JsonSchema ready = factory.getSchema(location, JsonNodes.of(withoutStoreKeys(schema)), Violations.CONFIG);
            ready.initializeValidators();
            return new Validity(ready);
        } catch (JsonSchemaException e) {
            throw unusable(rule, e);
        }
    }

    private Optional<BsonDocument> find(String database, BsonValue id) {
        return catalog.schema(database, id).map(EscapedKeys::unescapeSchema);
    }

    private static String spelled(BsonValue id) {
        return id instanceof BsonString text ? "'" + text.getValue() + "'" : new BsonDocument("_id", id).toJson();
    }

    static BsonDocument withoutStoreKeys(BsonDocument schema) {
        var copy = schema.clone();
        copy.remove("_id");
        copy.remove("_etag");
        return copy;
    }

    static ProblemException missing(String id, String database) {
        return Problem.of(
                        ProblemType.SCHEMA_MISSING,
                        "The documents here must satisfy the schema " + id + ", which does not exist in /" + database
                                + "/_schemas. Store it there, or take the property jsonSchema away. Nothing was written.")
                .exception();
    }

    static ProblemException unusable(SchemaRule rule, JsonSchemaException cause) {
        return cause.getCause() instanceof ProblemException problem
                ? problem
                : Problem.of(
                                ProblemType.SCHEMA_MISSING,
                                "The documents here must satisfy a schema in /" + rule.database()
                                        + "/_schemas that refers to something that does not exist there. Nothing was written.")
                        .exception();
    }
}
