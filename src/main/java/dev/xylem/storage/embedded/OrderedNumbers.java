package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Decimal128;
import java.math.BigDecimal;

/**
 * Numbers in order: the next lower double, and what is left of the exact value above it. The second part is a single byte for
 * all but huge longs and decimals.
 */
final class OrderedNumbers {

    private static final int EXACT = 0;
    private static final int MORE = 1;
    private static final int EXPONENT_BIAS = 1 << 15;
    private static final long NAN = 0;
    private static final long EXACT_LONGS = 1L << 53;

    /** The bits of a decimal's infinities and NaN. */
    private static final long SPECIAL = 0x7800000000000000L;

    /** Below every finite decimal. */
    private static final BigDecimal LEAST = BigDecimal.ONE.negate().scaleByPowerOfTen(6200);

    private OrderedNumbers() {}

    static void write(Number number, Bytes out) {
        switch (number) {
            case Integer small -> exact(small, out);
            case Long big when big >= -EXACT_LONGS && big <= EXACT_LONGS -> exact(big, out);
            case Long huge -> decimal(BigDecimal.valueOf(huge), out);
            case Decimal128 decimal -> decimal(decimal, out);
            default -> exact(number.doubleValue(), out);
        }
    }

    private static void exact(double value, Bytes out) {
        out.putLongInOrder(ordered(value)).put(EXACT);
    }

    /** NaN comes before every number, as in MongoDB; the two zeros are one. */
    private static long ordered(double value) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }

    private static void decimal(Decimal128 value, Bytes out) {
        if ((value.getHigh() & SPECIAL) == SPECIAL) {
            exact(value.doubleValue(), out);
        } else {
            decimal(value.toBigDecimal(), out);
        }
    }

    private static void decimal(BigDecimal value, Bytes out) {
        double floor = floor(value);
        BigDecimal rest = value.subtract(Double.isInfinite(floor) ? LEAST : new BigDecimal(floor));
        if (rest.signum() == 0) {
            exact(floor, out);
            return;
        }
        out.putLongInOrder(ordered(floor)).put(MORE);
        BigDecimal plain = rest.stripTrailingZeros();
        String digits = plain.unscaledValue().toString();
        int exponent = digits.length() - plain.scale() + EXPONENT_BIAS;
        out.put(exponent >> 8).put(exponent);
        digits.chars().forEach(out::put);
        out.put(0);
    }

    private static double floor(BigDecimal value) {
        double near = value.doubleValue();
        if (Double.isInfinite(near)) {
            return near > 0 ? Double.MAX_VALUE : Double.NEGATIVE_INFINITY;
        }
        return new BigDecimal(near).compareTo(value) > 0 ? Math.nextDown(near) : near;
    }
}
