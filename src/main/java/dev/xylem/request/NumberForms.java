package dev.xylem.request;

import java.util.function.Function;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** BSON numbers from what Extended JSON and the shell write for them: text, or a number that fits. Like {@link BsonForms}. */
final class NumberForms {
    private NumberForms() {}

    static BsonValue int32(BsonValue value, String what, Place place) {
        var number = isInteger(value) ? (Long) value.asNumber().longValue() : parsed(value, Long::valueOf);
        if (number == null || number != number.intValue()) {
            throw place.mismatch(what, "an integer of 32 bits", value);
        }
        return new BsonInt32(number.intValue());
    }

    static BsonValue int64(BsonValue value, String what, Place place) {
        var number = isInteger(value) ? (Long) value.asNumber().longValue() : parsed(value, Long::valueOf);
        if (number == null) {
            throw place.mismatch(what, "an integer of 64 bits", value);
        }
        return new BsonInt64(number);
    }

    static BsonValue float64(BsonValue value, String what, Place place) {
        if (isNumber(value)) {
            return new BsonDouble(value.asNumber().doubleValue());
        }
        var number = notFinite(value);
        number = number == null ? parsed(value, Double::valueOf) : number;
        // Text that is too large for a double parses to infinity; only its name means it.
        if (number == null || (number.isInfinite() && notFinite(value) == null)) {
            throw place.mismatch(what, "a number that a double can hold, NaN, Infinity or -Infinity", value);
        }
        return new BsonDouble(number);
    }

    private static @Nullable Double notFinite(BsonValue value) {
        return switch (value instanceof BsonString text ? text.getValue() : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    static BsonValue decimal128(BsonValue value, String what, Place place) {
        if (isInteger(value)) {
            return new BsonDecimal128(new Decimal128(value.asNumber().longValue()));
        }
        var number = value instanceof BsonDouble literal
                ? decimal(Double.toString(literal.getValue()))
                : value instanceof BsonString text ? decimal(text.getValue()) : null;
        if (number == null) {
            throw place.mismatch(what, "a number of at most 34 digits that a decimal128 can hold", value);
        }
        return new BsonDecimal128(number);
    }

    private static @Nullable Decimal128 decimal(String text) {
        if (text.length() > JsonNumbers.LONGEST) {
            return null;
        }
        try {
            return Decimal128.parse(text);
        } catch (NumberFormatException | ArithmeticException notADecimal) {
            return null;
        }
    }

    private static boolean isInteger(BsonValue value) {
        return value instanceof BsonInt32 || value instanceof BsonInt64;
    }

    private static boolean isNumber(BsonValue value) {
        return isInteger(value) || value instanceof BsonDouble;
    }

    /** The number that a string holds in decimal notation; Java's parsers alone would take hexadecimal and other scripts' digits as well. */
    private static <N> @Nullable N parsed(BsonValue value, Function<String, N> parser) {
        if (!(value instanceof BsonString text) || !isDecimal(text.getValue())) {
            return null;
        }
        try {
            return parser.apply(text.getValue());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static boolean isDecimal(String text) {
        return text.length() <= JsonNumbers.LONGEST && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    }
}
