package dev.xylem.plan.schema;

import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.Arrays;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The drafts of JSON Schema that are understood. */
public enum Dialect {
    DRAFT_4("http://json-schema.org/draft-04/schema#", "id", VersionFlag.V4),
    DRAFT_7("http://json-schema.org/draft-07/schema#", "$id", VersionFlag.V7),
    DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema", "$id", VersionFlag.V202012);

    static final String KEY = "$schema";

    private final String uri;
    private final String idKey;
    private final VersionFlag flag;

    Dialect(String uri, String idKey, VersionFlag flag) {
        this.uri = uri;
        this.idKey = idKey;
        this.flag = flag;
    }

    /** What {@code $schema} says. */
    String uri() {
        return uri;
    }

    /** The keyword that names a schema. */
    String idKey() {
        return idKey;
    }

    /** The library's word for it. */
    public VersionFlag flag() {
        return flag;
    }

    /** The dialect of a schema: draft 4 where it does not say, as in RESTHeart; empty when it is none of these. */
    static Optional<Dialect> of(BsonDocument schema) {
        return schema.containsKey(KEY) ? named(schema.get(KEY)) : Optional.of(DRAFT_4);
    }

    static Optional<Dialect> named(@Nullable BsonValue uri) {
        return uri instanceof BsonString text
                ? Arrays.stream(values())
                        .filter(dialect -> bare(dialect.uri).equals(bare(text.getValue())))
                        .findFirst()
                : Optional.empty();
    }

    private static String bare(String uri) {
        String withoutScheme =
                uri.startsWith("https:") ? uri.substring(6) : uri.startsWith("http:") ? uri.substring(5) : uri;
        return withoutScheme.endsWith("#") ? withoutScheme.substring(0, withoutScheme.length() - 1) : withoutScheme;
    }
}
