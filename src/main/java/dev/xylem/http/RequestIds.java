package dev.xylem.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that tie an answer to its lines in the log: a random part of this process, and a counter. */
final class RequestIds {
    private final String process;
    private final AtomicLong count = new AtomicLong();

    RequestIds() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        this.process = HexFormat.of().formatHex(random);
    }

    String next() {
        return process + "-" + Long.toHexString(count.incrementAndGet());
    }
}
