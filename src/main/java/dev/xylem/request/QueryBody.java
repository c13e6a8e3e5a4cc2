package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** The parameters of the method QUERY: members of one object, with the same names, values and rules as in a query string. */
final class QueryBody {
    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private QueryBody() {}

    /** The parameters of the URL and those of the body; each stands in one of them. */
    static Parameters join(Parameters url, BsonDocument body) {
        Parameters joined = url;
        for (var member : body.entrySet()) {
            String name = member.getKey();
            if (!KnownParameters.isQueryMember(name)) {
                throw Problem.of(
                                ProblemType.UNKNOWN_PARAMETER,
                                "The member " + JsonText.excerpt(name) + " of the body is no parameter of a read.")
                        .with("parameter", name)
                        .exception();
            }
            joined = joined.with(name, texts(name, member.getValue()));
        }
        return joined;
    }

    /** An array stands for a parameter that is given several times. */
    private static List<String> texts(String name, BsonValue value) {
        if (!(value instanceof BsonArray array)) {
            return List.of(text(name, value));
        }
        if (array.isEmpty()) {
            throw wrong(name);
        }
        return array.stream().map(element -> text(name, element)).toList();
    }

    private static String text(String name, BsonValue value) {
        return switch (value) {
            case BsonDocument document -> document.toJson(JSON);
            case BsonString text -> text.getValue();
            case BsonInt32 number -> Integer.toString(number.getValue());
            case BsonInt64 number -> Long.toString(number.getValue());
            case BsonBoolean bool -> Boolean.toString(bool.getValue());
            default -> throw wrong(name);
        };
    }

    private static ProblemException wrong(String name) {
        return Parameters.invalid(name, "must be an object, a text, a whole number, true, false or an array of these");
    }
}
