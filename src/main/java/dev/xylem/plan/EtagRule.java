package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Method;
import dev.xylem.api.Namespace;
import dev.xylem.api.Preconditions.Tags;
import dev.xylem.config.EtagPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Whether a write must carry If-Match: the collection's property decides, then the database's, then the configuration. */
final class EtagRule {
    private EtagRule() {}

    /** True when If-Match is demanded and was not sent. */
    static boolean isMissing(ApiRequest request, EtagPolicy policy) {
        boolean demanded = request.preconditions().checkEtag()
                || switch (policy) {
                    case REQUIRED -> true;
                    case REQUIRED_FOR_DELETE -> request.method() == Method.DELETE;
                    case OPTIONAL -> false;
                };
        return demanded && request.preconditions().ifMatch() instanceof Tags.Absent;
    }

    /** The first policy that one of the properties names under the key. */
    static EtagPolicy of(String key, EtagPolicy configured, List<BsonDocument> properties) {
        for (BsonDocument stored : properties) {
            if (stored.containsKey(key)) {
                // what can't be understood was meant to protect something
                return read(stored, key).orElse(EtagPolicy.REQUIRED);
            }
        }
        return configured;
    }

    /** The same for what lies in a collection: its own properties first, then its database's. */
    static EtagPolicy inCollection(
            String key, EtagPolicy configured, Namespace namespace, BsonDocument properties, Catalog catalog) {
        BsonDocument database = catalog.database(namespace.database())
                .<BsonDocument>map(Catalog.Entry::properties)
                .orElseGet(BsonDocument::new);
        return of(key, configured, List.of(properties, database));
    }

    /** The policy named under the key, in any case; empty when it is none. */
    static Optional<EtagPolicy> read(BsonDocument properties, String key) {
        if (!(properties.get(key) instanceof BsonString text)) {
            return Optional.empty();
        }
        return Stream.of(EtagPolicy.values())
                .filter(policy -> policy.name().equals(text.getValue().toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
