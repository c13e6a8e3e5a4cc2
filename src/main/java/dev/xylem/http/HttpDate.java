package dev.xylem.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} header (RFC 9110, sections 5.6.7 and 6.6.1), formatted once a second. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile Second current = new Second(0, "");

    private HttpDate() {}

    private record Second(long epoch, String text) {}

    static String now() {
        long epoch = System.currentTimeMillis() / 1000;
        Second known = current;
        if (known.epoch != epoch) {
            known = new Second(epoch, FORMAT.format(Instant.ofEpochSecond(epoch)));
            current = known;
        }
        return known.text;
    }
}
