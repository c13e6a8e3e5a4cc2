package dev.xylem.plan;

import dev.xylem.api.Action.Mode;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import java.util.List;
import org.bson.BsonDocument;

/** Refuses properties that would switch something on and are malformed. */
final class PropertiesCheck {
    private static final List<String> POLICIES = List.of("etagPolicy", "etagDocPolicy");

    private PropertiesCheck() {}

    /** @param translated the new properties, or the update that changes them */
    static void check(BsonDocument translated, Mode mode) {
        BsonDocument values = mode == Mode.REPLACE ? translated : translated.getDocument("$set");
        for (String key : POLICIES) {
            if (values.containsKey(key) && EtagRule.read(values, key).isEmpty()) {
                throw Problem.of(
                                ProblemType.INVALID_PROPERTIES,
                                "The property '" + key + "' must be REQUIRED, REQUIRED_FOR_DELETE or OPTIONAL.")
                        .with("path", key)
                        .exception();
            }
        }
    }
}
