package dev.xylem.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param headers without Content-Length, Date and what only the connection needs
 * @param body the whole body, {@link Content#EMPTY} for none, or where it streams from
 */
public record ApiResponse(int status, Map<String, String> headers, Content body) {
    public ApiResponse {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A body: there already, or made while it is sent. */
    public sealed interface Content {
        Bytes EMPTY = new Bytes(new byte[0], 0);

        static Bytes of(byte[] bytes) {
            return new Bytes(bytes, bytes.length);
        }
    }

    /**
     * Bytes without a copy: the first {@code length} of {@code bytes} count and nobody changes them any more.
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is enough: contents are never compared
    public record Bytes(byte[] bytes, int length) implements Content {}

    /** A body of any length. Whoever gets it closes it, written or not. */
    public non-sealed interface Streamed extends Content, AutoCloseable {
        /**
         * Writes all of it, once. Returns only when it is complete: an exception means that what was written so far must not pass for
         * the whole.
         */
        void writeTo(Sink sink);

        @Override
        void close();
    }

    /** A body without an end: what happens, as it happens. Only the edge knows how to send it. */
    public non-sealed interface Live extends Content {}

    /** Where a streamed body goes. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the array and sends its first {@code length} bytes: nobody may change them afterwards. Waits as long as the reader is slow. */
        void write(byte[] bytes, int length);
    }
}
