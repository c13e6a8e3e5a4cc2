package dev.xylem.request;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/** The three spellings of an order: {@code field}, {@code -field}, {@code +field}, or an object. */
final class SortOrder {
    private static final int MOST_KEYS = 8;
    private static final BsonInt32 ASCENDING = new BsonInt32(1);
    private static final BsonInt32 DESCENDING = new BsonInt32(-1);

    private final String parameter;
    private final JsonParameter json;

    SortOrder(String parameter, JsonParameter json) {
        this.parameter = parameter;
        this.json = json;
    }

    /** Adds the given orders, in order; a later one on the same field is ignored, as it can't decide anything any more. */
    BsonDocument join(List<String> given, BsonDocument order) {
        for (String text : given) {
            one(text.strip()).forEach(order::putIfAbsent);
        }
        if (order.size() > MOST_KEYS) {
            throw Parameters.invalid(parameter, "may name at most " + MOST_KEYS + " fields");
        }
        return order;
    }

    private BsonDocument one(String text) {
        if (text.startsWith("{")) {
            BsonDocument object = json.object(parameter, text);
            object.forEach(this::check);
            return object;
        }
        // '+' in a query string is a space, which strip() has removed
        String field = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        BsonInt32 direction = text.startsWith("-") ? DESCENDING : ASCENDING;
        check(field, direction);
        return new BsonDocument(field, direction);
    }

    private void check(String field, BsonValue direction) {
        boolean named = !field.isBlank() && !field.startsWith("$") && field.indexOf('\0') < 0;
        if (!named || !(direction instanceof BsonNumber number) || Math.abs(number.doubleValue()) != 1) {
            throw Parameters.invalid(parameter, "is a field, -field, +field or an object of fields to 1 or -1");
        }
    }
}
