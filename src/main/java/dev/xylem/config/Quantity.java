package dev.xylem.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers with units, as settings write them: {@code 16KiB}, {@code 5s}. */
final class Quantity {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?([a-zA-Z]*)");

    /** Bytes of each unit, largest first. */
    private static final Map<String, Long> SIZES = new LinkedHashMap<>();

    /** Milliseconds of each unit, largest first. */
    private static final Map<String, Long> TIMES = new LinkedHashMap<>();

    static {
        SIZES.put("GiB", 1L << 30);
        SIZES.put("MiB", 1L << 20);
        SIZES.put("KiB", 1L << 10);
        SIZES.put("B", 1L);
        TIMES.put("h", 3_600_000L);
        TIMES.put("m", 60_000L);
        TIMES.put("s", 1_000L);
        TIMES.put("ms", 1L);
    }

    private Quantity() {}

    /** A whole number in decimal digits, with a sign or none. */
    static Optional<Long> number(String text, long least, long most) {
        if (!text.matches("-?\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(text)).filter(n -> n >= least && n <= most);
    }

    /** Bytes. A bare number is bytes. */
    static Optional<Long> size(String text) {
        return scaled(text, SIZES, "B");
    }

    /** A bare number is no time: nobody could know of which unit. */
    static Optional<Duration> time(String text) {
        return scaled(text, TIMES, "").map(Duration::ofMillis);
    }

    static String printSize(long bytes) {
        return print(bytes, SIZES);
    }

    static String printTime(Duration time) {
        return time.isZero() ? "0s" : print(time.toMillis(), TIMES);
    }

    private static Optional<Long> scaled(String text, Map<String, Long> units, String bare) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        var unit = units.get(form.group(2).isEmpty() ? bare : form.group(2));
        var number = Long.parseLong(form.group(1));
        return unit == null || number > Long.MAX_VALUE / unit ? Optional.empty() : Optional.of(number * unit);
    }

    private static String print(long amount, Map<String, Long> units) {
        for (var unit : units.entrySet()) {
            if (amount % unit.getValue() == 0 && amount > 0) {
                return amount / unit.getValue() + unit.getKey();
            }
        }
        return String.valueOf(amount);
    }
}
