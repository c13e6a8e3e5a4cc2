package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Expressions that compute with numbers; the type of the result is the widest of those that went in, as in MongoDB. */
final class Arithmetic {

    static final Set<String> NAMES =
            Set.of("$abs", "$ceil", "$floor", "$add", "$subtract", "$multiply", "$divide", "$mod");

    private static final int DOUBLE_DIGITS = 15;

    private Arithmetic() {}

    static @Nullable Object of(String name, List<@Nullable Object> values) {
        return switch (name) {
            case "$add", "$multiply" -> fold(name, values);
            case "$subtract", "$divide", "$mod" -> pair(name, values);
            default -> single(name, values);
        };
    }

    private static @Nullable Object fold(String name, List<@Nullable Object> values) {
        if (values.stream().anyMatch(Missing::isNullOrMissing)) {
            values.forEach(value -> requireNumberOrNone(name, value));
            return null;
        }
        List<Instant> dates = values.stream()
                .filter(Instant.class::isInstance)
                .map(Instant.class::cast)
                .toList();
        if (name.equals("$add") && dates.size() == 1) {
            Number millis = sum(values.stream().filter(value -> !(value instanceof Instant)));
            return dates.getFirst().plusMillis(Math.round(millis.doubleValue()));
        }
        return name.equals("$add")
                ? sum(values.stream())
                : values.stream().map(value -> number(name, value)).reduce(1, (a, b) -> calculated(name, a, b));
    }

    private static Number sum(Stream<@Nullable Object> values) {
        return values.map(value -> number("$add", value)).reduce(0, (a, b) -> calculated("$add", a, b));
    }

    private static void requireNumberOrNone(String name, @Nullable Object value) {
        if (Missing.isNeitherNullNorMissing(value) && !(name.equals("$add") && value instanceof Instant)) {
            number(name, value);
        }
    }

    private static Number number(String name, @Nullable Object value) {
        if (value instanceof Number number) {
            return number;
        }
        int code = switch (name) {
            case "$add" -> 16554;
            case "$multiply" -> 16555;
            case "$subtract" -> 16556;
            case "$divide" -> 16609;
            case "$mod" -> 16611;
            default -> 28765;
        };
        throw new MongoServerError(code, name + " only supports numeric types, not " + Values.typeOf(value));
    }

    private static @Nullable Object pair(String name, List<@Nullable Object> values) {
        if (values.size() != 2) {
            throw new MongoServerError(
                    16020, "Expression " + name + " takes exactly 2 arguments. " + values.size() + " were passed in.");
        }
        Object a = values.getFirst();
        Object b = values.getLast();
        if (Missing.isNullOrMissing(a) || Missing.isNullOrMissing(b)) {
            return null;
        }
        if (name.equals("$subtract") && a instanceof Instant from) {
            return b instanceof Instant other
                    ? (Object) (from.toEpochMilli() - other.toEpochMilli())
                    : from.minusMillis(number(name, b).longValue());
        }
        return calculated(name, number(name, a), number(name, b));
    }

    private static Number calculated(String name, Number a, Number b) {
        if (isFinite(a) && isFinite(b) && (a instanceof Decimal128 || b instanceof Decimal128)) {
            return decimal(name, exact(a), exact(b));
        }
        boolean isReal = isReal(a) || isReal(b) || name.equals("$divide");
        if (!isReal) {
            Number whole = whole(name, a.longValue(), b.longValue());
            boolean isLong = a instanceof Long || b instanceof Long;
            return whole instanceof Long number && !isLong && number == number.intValue()
                    ? (Number) number.intValue()
                    : whole;
        }
        double result = real(name, a.doubleValue(), b.doubleValue());
        return a instanceof Decimal128 || b instanceof Decimal128 ? special(result) : (Number) result;
    }

    private static boolean isReal(Number number) {
        return number instanceof Double || number instanceof Decimal128;
    }

    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case Decimal128 decimal -> decimal.toBigDecimal();
            case Double real -> fifteenDigits(new BigDecimal(real));
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    /** A double is as exact as MongoDB takes it for. */
    private static BigDecimal fifteenDigits(BigDecimal real) {
        BigDecimal rounded = real.round(new MathContext(DOUBLE_DIGITS));
        return rounded.signum() == 0
                ? rounded
                : rounded.setScale(rounded.scale() + DOUBLE_DIGITS - rounded.precision());
    }

    private static Number decimal(String name, BigDecimal a, BigDecimal b) {
        if ((name.equals("$divide") || name.equals("$mod")) && b.signum() == 0) {
            throw byZero(name);
        }
        BigDecimal result = switch (name) {
            case "$add" -> a.add(b);
            case "$subtract" -> a.subtract(b);
            case "$multiply" -> a.multiply(b);
            case "$divide" -> a.divide(b, MathContext.DECIMAL128);
            default -> a.remainder(b);
        };
        return new Decimal128(result.round(MathContext.DECIMAL128));
    }

    private static Number special(double value) {
        if (Double.isNaN(value)) {
            return Decimal128.NaN;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? Decimal128.POSITIVE_INFINITY : Decimal128.NEGATIVE_INFINITY;
        }
        return new Decimal128(BigDecimal.valueOf(value));
    }

    private static MongoServerError byZero(String name) {
        return new MongoServerError(name.equals("$mod") ? 16610 : 16608, "can't " + name + " by zero");
    }

    /** What does not fit into 64 bits becomes a double. */
    private static Number whole(String name, long a, long b) {
        try {
            return switch (name) {
                case "$add" -> Math.addExact(a, b);
                case "$subtract" -> Math.subtractExact(a, b);
                case "$multiply" -> Math.multiplyExact(a, b);
                default -> {
                    if (b == 0) {
                        throw byZero(name);
                    }
                    yield b == -1 ? 0 : a % b;
                }
            };
        } catch (ArithmeticException e) {
            return real(name, (double) a, (double) b);
        }
    }

    private static double real(String name, double a, double b) {
        if ((name.equals("$divide") || name.equals("$mod")) && b == 0) {
            throw byZero(name);
        }
        return switch (name) {
            case "$add" -> a + b;
            case "$subtract" -> a - b;
            case "$multiply" -> a * b;
            case "$divide" -> a / b;
            default -> a % b;
        };
    }

    private static @Nullable Object single(String name, List<@Nullable Object> values) {
        if (values.size() != 1) {
            throw new MongoServerError(
                    16020, "Expression " + name + " takes exactly 1 arguments. " + values.size() + " were passed in.");
        }
        if (Missing.isNullOrMissing(values.getFirst())) {
            return null;
        }
        return switch (number(name, values.getFirst())) {
            case Double real ->
                switch (name) {
                    case "$abs" -> Math.abs(real);
                    case "$ceil" -> Math.ceil(real);
                    default -> Math.floor(real);
                };
            case Decimal128 decimal -> isFinite(decimal) ? rounded(name, decimal.toBigDecimal()) : decimal;
            case Number whole ->
                name.equals("$abs") && whole.longValue() < 0 ? calculated("$subtract", 0, whole) : whole;
        };
    }

    private static Decimal128 rounded(String name, BigDecimal value) {
        return new Decimal128(
                switch (name) {
                    case "$abs" -> value.abs();
                    case "$ceil" -> value.setScale(0, RoundingMode.CEILING);
                    default -> value.setScale(0, RoundingMode.FLOOR);
                });
    }
}
