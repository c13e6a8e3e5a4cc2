package dev.xylem.storage;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import dev.xylem.plan.schema.JsonNodes;
import dev.xylem.plan.schema.StoreAddress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Where a schema's references lead: to other schemas of the same store, and to the metaschemas that the library carries with it. Nothing
 * else is ever read, neither from the network nor from a file.
 */
final class StoreSource implements SchemaLoader {
    private static final Pattern METASCHEMA = Pattern.compile("classpath:draft[a-z0-9/-]*");

    private final String database;
    private final BiFunction<String, BsonValue, Optional<BsonDocument>> find;

    /** @param find a schema, unescaped, by database and id */
    StoreSource(String database, BiFunction<String, BsonValue, Optional<BsonDocument>> find) {
        this.database = database;
        this.find = find;
    }

    @Override
    public @Nullable InputStreamSource getSchema(AbsoluteIri iri) {
        String name = iri.toString();
        if (METASCHEMA.matcher(name).matches()) {
            return null;
        }
        BsonDocument schema = StoreAddress.idOf(database, name)
                .flatMap(id -> find.apply(database, id))
                .orElseThrow(() -> Schemas.missing("'" + name + "'", database));
        byte[] json = JsonNodes.of(Schemas.withoutStoreKeys(schema)).toString().getBytes(StandardCharsets.UTF_8);
        return () -> new ByteArrayInputStream(json);
    }
}
