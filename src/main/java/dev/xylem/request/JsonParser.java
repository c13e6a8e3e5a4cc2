package dev.xylem.request;

import dev.xylem.api.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.BsonValue;

/** The grammar of {@link JsonReader}: one method for each rule. Recursion is bounded by {@code maxDepth}. */
final class JsonParser {
    private final JsonText text;
    private final int maxDepth;
    private final ProblemType tooDeep;

    JsonParser(JsonText text, int maxDepth, ProblemType tooDeep) {
        this.text = text;
        this.maxDepth = maxDepth;
        this.tooDeep = tooDeep;
    }

    /** The value that is all of the text. */
    BsonValue onlyValue() {
        var value = value(0);
        if (text.peek() != -1) {
            throw text.unexpected("nothing more");
        }
        return value;
    }

    private BsonValue value(int depth) {
        return switch (text.peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"', '\'' -> new BsonString(JsonStrings.quoted(text));
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonNumbers.read(text);
            case '-' -> negative();
            case '/' -> regularExpression();
            default -> word(depth);
        };
    }

    private void enter(int depth) {
        if (depth > maxDepth) {
            throw text.problemAt(text.at, tooDeep, "Expected at most " + maxDepth + " levels, found more");
        }
    }

    private BsonValue object(int depth) {
        enter(depth);
        text.at++;
        var document = new BsonDocument();
        int firstValue = -1;
        int lastValue = -1;
        while (text.peek() != '}') {
            int keyAt = text.at;
            String key = key();
            text.expect(':');
            text.peek();
            lastValue = text.at;
            firstValue = firstValue < 0 ? lastValue : firstValue;
            put(document, key, value(depth), keyAt);
            separator('}');
        }
        text.at++;
        return ExtendedJson.interpret(document, new Place(text, firstValue), new Place(text, lastValue));
    }

    private String key() {
        int next = text.peek();
        int keyAt = text.at;
        boolean quoted = next == '"' || next == '\'';
        String key = quoted ? JsonStrings.quoted(text) : text.word();
        if (!quoted && key.isEmpty()) {
            throw text.unexpected("a key or '}'");
        }
        if (key.indexOf('\0') >= 0) {
            throw text.malformedAt(keyAt, "Expected a key without U+0000, found one with it");
        }
        return key;
    }

    private void put(BsonDocument document, String key, BsonValue value, int keyAt) {
        if (document.put(key, value) != null) {
            throw text.problemAt(
                    keyAt,
                    ProblemType.DUPLICATE_KEY_IN_JSON,
                    "Expected every key once in an object, found " + JsonText.excerpt(key) + " twice");
        }
    }

    /** Moves past a comma, which may be missing before the end and stand there needlessly. */
    private void separator(char end) {
        if (!text.accept(',') && text.peek() != end) {
            throw text.unexpected("',' or '" + end + "'");
        }
    }

    private BsonArray array(int depth) {
        return new BsonArray(values(depth, ']'));
    }

    /** Values between brackets of any kind, the cursor before the opening one. */
    private List<BsonValue> values(int depth, char end) {
        enter(depth);
        text.at++;
        var values = new ArrayList<BsonValue>();
        while (text.peek() != end) {
            values.add(value(depth));
            separator(end);
        }
        text.at++;
        return values;
    }

    private BsonValue negative() {
        int start = text.at;
        if (start + 1 < text.end && text.bytes[start + 1] == 'I') {
            text.at++;
            if (text.word().equals("Infinity")) {
                return new BsonDouble(Double.NEGATIVE_INFINITY);
            }
            text.at = start;
            throw text.unexpected("a number or -Infinity");
        }
        return JsonNumbers.read(text);
    }

    private BsonValue regularExpression() {
        var place = new Place(text, text.at);
        var pattern = JsonStrings.pattern(text);
        return BsonForms.regularExpression(pattern, text.word(), "A regular expression", place);
    }

    private BsonValue word(int depth) {
        var place = new Place(text, text.at);
        String word = text.word();
        return switch (word) {
            case "true" -> BsonBoolean.TRUE;
            case "false" -> BsonBoolean.FALSE;
            case "null" -> BsonNull.VALUE;
            case "undefined" -> new BsonUndefined();
            case "NaN" -> new BsonDouble(Double.NaN);
            case "Infinity" -> new BsonDouble(Double.POSITIVE_INFINITY);
            case "MinKey" -> text.peek() == '(' ? call(word, place, depth) : new BsonMinKey();
            case "MaxKey" -> text.peek() == '(' ? call(word, place, depth) : new BsonMaxKey();
            case "" -> throw text.unexpected("a value");
            case "new" -> {
                text.peek();
                yield call(text.word(), place, depth);
            }
            default -> call(word, place, depth);
        };
    }

    private BsonValue call(String constructor, Place place, int depth) {
        if (!ShellConstructors.exists(constructor)) {
            text.at = place.at();
            throw text.unexpected("a value");
        }
        if (text.peek() != '(') {
            throw text.unexpected("'('");
        }
        return ShellConstructors.call(constructor, values(depth + 1, ')'), place);
    }
}
