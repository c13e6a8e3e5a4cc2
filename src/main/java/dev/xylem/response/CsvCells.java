package dev.xylem.response;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Values as people read them in a spreadsheet: ids in hex, dates in ISO 8601, numbers plain. What has no such form is JSON, in the default
 * mode.
 *
 * @param raw false when text that starts like a formula gets an apostrophe in front
 */
record CsvCells(boolean raw) {
    private static final String FORMULA = "=+-@\t\r";

    List<String> of(List<@Nullable BsonValue> row) {
        return row.stream().map(this::of).toList();
    }

    private String of(@Nullable BsonValue value) {
        return switch (value) {
            case null -> "";
            case BsonNull _, BsonUndefined _ -> "";
            case BsonString text -> guarded(text.getValue());
            case BsonSymbol text -> guarded(text.getSymbol());
            case BsonObjectId id -> id.getValue().toHexString();
            case BsonDateTime date -> Instant.ofEpochMilli(date.getValue()).toString();
            case BsonInt64 number -> Long.toString(number.getValue());
            case BsonDecimal128 number -> number.getValue().toString();
            case BsonDouble number when !Double.isFinite(number.getValue()) -> Double.toString(number.getValue());
            case BsonBinary binary
            when binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue() && binary.getData().length == 16 ->
                binary.asUuid().toString();
            default -> json(value);
        };
    }

    String guarded(String text) {
        return !raw && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String json(BsonValue value) {
        var out = new JsonOutput(64);
        JsonTranscoder.INSTANCE.writeValue(value, out);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }
}
