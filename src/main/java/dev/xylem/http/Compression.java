package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.ApiResponse.Bytes;
import dev.xylem.api.ApiResponse.Content;
import dev.xylem.api.ApiResponse.Live;
import dev.xylem.api.ApiResponse.Sink;
import dev.xylem.api.ApiResponse.Streamed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** gzip for those who ask for it, where it pays. */
final class Compression {
    /** About what fits into one packet: below that nothing is won. */
    private static final int LEAST = 1400;

    /** So many compressed bytes go out together. */
    private static final int CHUNK = 8 * 1024;

    /** One coding of the header and its weight (RFC 9110, section 12.5.3). */
    private static final Pattern CODING = Pattern.compile("([^\\s,;]+)\\s*(?:;\\s*q=([0-9.]*))?");

    private Compression() {}

    static ApiResponse apply(ApiResponse response, @Nullable String acceptEncoding) {
        boolean isShort = response.body() instanceof Bytes(var _, int length) && length < LEAST;
        if (isShort || response.body() instanceof Live) {
            return response;
        }
        var headers = new LinkedHashMap<>(response.headers());
        headers.merge("Vary", "Accept-Encoding", (vary, more) -> vary + ", " + more);
        if (acceptEncoding == null || !accepts(acceptEncoding)) {
            return new ApiResponse(response.status(), headers, response.body());
        }
        headers.put("Content-Encoding", "gzip");
        Content compressed = switch (response.body()) {
            case Bytes bytes -> gzip(bytes);
            case Streamed streamed -> new GzipStream(streamed);
            case Live live -> live;
        };
        return new ApiResponse(response.status(), headers, compressed);
    }

    /** What is said of gzip counts before what is said of everything. */
    private static boolean accepts(String acceptEncoding) {
        boolean accepted = false;
        Matcher coding = CODING.matcher(acceptEncoding.toLowerCase(Locale.ROOT));
        while (coding.find()) {
            boolean wanted = coding.group(2) == null || !coding.group(2).matches("0?(\\.0*)?");
            switch (coding.group(1)) {
                case "gzip", "x-gzip" -> {
                    return wanted;
                }
                case "*" -> accepted = wanted;
                default -> {}
            }
        }
        return accepted;
    }

    private static Content gzip(Bytes body) {
        var bytes = new ByteArrayOutputStream(body.length() / 4);
        try (var gzip = new FastGzip(bytes)) {
            gzip.write(body.bytes(), 0, body.length());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return Content.of(bytes.toByteArray());
    }

    /** Compresses while it is sent. */
    private record GzipStream(Streamed body) implements Streamed {
        @Override
        public void writeTo(Sink sink) {
            var bytes = new ByteArrayOutputStream();
            try (var gzip = new FastGzip(bytes)) {
                body.writeTo((plain, length) -> {
                    compress(gzip, plain, length);
                    pass(bytes, CHUNK, sink);
                });
                gzip.finish();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot happen in memory", e);
            }
            pass(bytes, 1, sink);
        }

        private static void compress(GZIPOutputStream gzip, byte[] plain, int length) {
            try {
                gzip.write(plain, 0, length);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot happen in memory", e);
            }
        }

        private static void pass(ByteArrayOutputStream bytes, int least, Sink sink) {
            if (bytes.size() >= least) {
                sink.write(bytes.toByteArray(), bytes.size());
                bytes.reset();
            }
        }

        @Override
        public void close() {
            body.close();
        }
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
