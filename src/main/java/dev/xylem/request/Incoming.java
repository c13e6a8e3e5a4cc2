package dev.xylem.request;

import dev.xylem.api.Exchange;
import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP request as it came, seen by the parser: implemented over a real connection by {@code http}. */
public interface Incoming {
    /** The method token as sent; methods are case-sensitive (RFC 9110, section 9.1). */
    String method();

    /** The request target as sent, still encoded, query included. */
    String target();

    /** The header's first value, or null. */
    @Nullable
    String header(String name);

    /** All values of a header that may be sent in several lines, in order. */
    List<String> headers(String name);

    /**
     * What policies may look at.
     *
     * @param path as seen from the mount
     * @param parameters decoded
     */
    Exchange exchange(String path, Map<String, List<String>> parameters);

    /** True when a body is announced, by length or by chunked coding. */
    boolean hasBody();

    /**
     * Reads the whole body, waiting for it; may be called once.
     *
     * @param limit how many bytes are read at most
     * @throws dev.xylem.api.ProblemException with {@code tooLarge} when the body is larger, or when it does not arrive
     */
    byte[] body(long limit, ProblemType tooLarge);

    /** The body as it arrives, in place of {@link #body}: read once, and never more of it than is asked for. */
    BodyPieces pieces();
}
