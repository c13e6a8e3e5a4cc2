package dev.xylem.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param headers without Content-Length, Date and what only the connection needs
 * @param body the whole body; empty for none
 */
public record ApiResponse(int status, Map<String, String> headers, Content body) {

    public ApiResponse {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * Bytes without a copy: the first {@code length} of {@code bytes} count and nobody changes them any more.
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is enough: contents are never compared
    public record Content(byte[] bytes, int length) {
        public static final Content EMPTY = new Content(new byte[0], 0);

        public static Content of(byte[] bytes) {
            return new Content(bytes, bytes.length);
        }
    }
}
