package dev.xylem.plan.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Documents as a schema sees them: strict extended JSON, in which an ObjectId is {@code {"$oid":".."}} and a date {@code {"$date":<millis>}}.
 * Whole and broken numbers of every size are plain numbers, so that {@code "type":"integer"} means what it says.
 */
public final class JsonNodes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonWriterSettings EXTENDED =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private JsonNodes() {}

    public static ObjectNode of(BsonDocument document) {
        ObjectNode object = NODES.objectNode();
        document.forEach((key, value) -> object.set(key, of(value)));
        return object;
    }

    private static JsonNode of(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> of(document);
            case BsonArray array -> array(array);
            case BsonString text -> NODES.textNode(text.getValue());
            case BsonInt32 number -> NODES.numberNode(number.getValue());
            case BsonInt64 number -> NODES.numberNode(number.getValue());
            case BsonDouble number when Double.isFinite(number.getValue()) -> NODES.numberNode(number.getValue());
            case BsonBoolean bool -> NODES.booleanNode(bool.getValue());
            case BsonNull _ -> NODES.nullNode();
            case BsonDateTime date -> NODES.objectNode().put("$date", date.getValue());
            default -> extended(value);
        };
    }

    private static ArrayNode array(BsonArray values) {
        ArrayNode array = NODES.arrayNode(values.size());
        values.forEach(element -> array.add(of(element)));
        return array;
    }

    private static JsonNode extended(BsonValue value) {
        try {
            return MAPPER.readTree(new BsonDocument("v", value).toJson(EXTENDED))
                    .get("v");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the driver's own JSON", e);
        }
    }
}
