package dev.xylem.request;

import dev.xylem.api.ProblemException;
import java.util.regex.Pattern;
import org.bson.BsonBoolean;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * What the text of a cell stands for.
 *
 * @param auto false when every cell is the text that it shows
 */
record CsvValues(boolean auto, JsonReader json) {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,18})");
    private static final Pattern FRACTION = Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-fA-F]{24}");

    /** The apostrophe with which spreadsheets, and our own exports, mark text. */
    private static final Pattern MARKED = Pattern.compile("'[=+\\-@\\t\\r].*", Pattern.DOTALL);

    /** @param isId as in a URL, 24 hex digits are an ObjectId there */
    BsonValue of(String cell, boolean isId) {
        if (!auto) {
            return new BsonString(cell);
        }
        if (isId && OBJECT_ID.matcher(cell).matches()) {
            return new BsonObjectId(new ObjectId(cell));
        }
        return switch (cell.charAt(0)) {
            case '{', '[' -> structure(cell);
            case 't', 'f', 'T', 'F' -> word(cell);
            case '\'' -> new BsonString(MARKED.matcher(cell).matches() ? cell.substring(1) : cell);
            default -> number(cell);
        };
    }

    private BsonValue structure(String cell) {
        try {
            return json.read(cell);
        } catch (ProblemException e) {
            return new BsonString(cell);
        }
    }

    private static BsonValue word(String cell) {
        return switch (cell) {
            case "true", "TRUE" -> BsonBoolean.TRUE;
            case "false", "FALSE" -> BsonBoolean.FALSE;
            default -> new BsonString(cell);
        };
    }

    /** Nothing that would not print as it was: leading zeros and longer numbers stay text. */
    private static BsonValue number(String cell) {
        if (WHOLE.matcher(cell).matches()) {
            return whole(cell);
        }
        return FRACTION.matcher(cell).matches() && cell.matches(".*[.eE].*")
                ? new BsonDouble(Double.parseDouble(cell))
                : new BsonString(cell);
    }

    private static BsonValue whole(String cell) {
        try {
            long number = Long.parseLong(cell);
            return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
        } catch (NumberFormatException e) {
            return new BsonString(cell);
        }
    }
}
