package dev.xylem.plan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/** What in a JSON value contradicts a schema: JSON pointers (RFC 6901) with what is expected there. */
public final class Violations {
    /** So many are told; a caller who mends these learns of the others. */
    private static final int MOST = 20;

    private static final int MOST_IN_TEXT = 3;
    private static final int LONGEST = 300;

    /** How schemas are compiled: English, JSON pointers, 5.0 is an integer, and patterns come to an end. */
    public static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .losslessNarrowing(true)
            .regularExpressionFactory(new Patterns())
            .build();

    private Violations() {}

    /** The violations of a stored document, which without its {@code _etag} is what the client wrote; none when it is valid. */
    public static List<Map<String, String>> of(JsonSchema schema, BsonDocument state) {
        var document = JsonNodes.of(state);
        document.remove("_etag");
        return of(schema, document);
    }

    static List<Map<String, String>> of(JsonSchema schema, JsonNode value) {
        return list(Patterns.bounded(() -> schema.validate(value)));
    }

    private static List<Map<String, String>> list(Collection<ValidationMessage> messages) {
        return messages.stream().limit(MOST).map(Violations::violation).toList();
    }

    /** The pointer first, for people. */
    private static Map<String, String> violation(ValidationMessage message) {
        var violation = new LinkedHashMap<String, String>();
        violation.put("pointer", cut(message.getInstanceLocation().toString()));
        violation.put("message", cut(message.getError()));
        return violation;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** The first of them in one line. */
    public static String text(List<Map<String, String>> violations) {
        String first = violations.stream()
                .limit(MOST_IN_TEXT)
                .map(violation -> where(violation.getOrDefault("pointer", "")) + violation.get("message"))
                .collect(Collectors.joining("; "));
        return violations.size() > MOST_IN_TEXT ? first + "; and more" : first;
    }

    private static String where(String pointer) {
        return pointer.isEmpty() ? "" : pointer + ": ";
    }
}
