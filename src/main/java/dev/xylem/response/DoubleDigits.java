package dev.xylem.response;

/** Doubles in the shortest form that reads back to the same double, always with a fraction or an exponent. */
final class DoubleDigits {
    /** Below this {@link Double#toString(double)} uses no exponent, and neither may we. */
    private static final double PLAIN = 1e7;

    private static final int THOUSAND = 1000;

    private DoubleDigits() {}

    /** Writes a finite number. */
    static void write(double value, JsonOutput out) {
        double magnitude = Math.abs(value);
        long thousandths = magnitude < PLAIN ? Math.round(magnitude * THOUSAND) : 0;
        // Up to 15 digits no two decimals are the same double, so if these few digits give this one, they are the
        // shortest.
        if (thousandths > 0 && (double) thousandths / THOUSAND == magnitude) {
            fixed(value < 0, thousandths, out);
        } else {
            out.ascii(Double.toString(value));
        }
    }

    private static void fixed(boolean negative, long thousandths, JsonOutput out) {
        if (negative) {
            out.ascii('-');
        }
        out.number(thousandths / THOUSAND);
        out.ascii('.');
        int fraction = (int) (thousandths % THOUSAND);
        out.ascii((char) ('0' + fraction / 100));
        if (fraction % 100 != 0) {
            out.ascii((char) ('0' + fraction / 10 % 10));
        }
        if (fraction % 10 != 0) {
            out.ascii((char) ('0' + fraction % 10));
        }
    }
}
