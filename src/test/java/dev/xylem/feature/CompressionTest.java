package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class CompressionTest {

    private final Api api = Api.on(Engine.EMBEDDED);
    private final String path = api.newCollection() + "/a";

    @Test
    void gzipIsHonouredWhereItPays() throws IOException {
        String plain = stored(5000);

        for (String accepted : new String[] {
            "gzip", "gzip, deflate, br", "deflate, gzip;q=0.5", "*", "GZIP", "gzip;q=1.0, *;q=0", "br;q=1, *;q=0.1"
        }) {
            Answer read = api.get(path, "Accept-Encoding", accepted).expect(200);
            assertEquals("gzip", read.header("Content-Encoding"), accepted);
            assertTrue(read.bytes().length < plain.length() / 2, accepted);
            assertEquals(plain, unzipped(read), accepted);
            assertTrue(read.header("Vary").contains("Accept-Encoding"), accepted);
        }
    }

    @Test
    void whoDoesNotWantItGetsItPlain() {
        String plain = stored(5000);

        for (String refused : new String[] {
            "identity", "deflate, br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "*, gzip;q=0", "x"
        }) {
            Answer read = api.get(path, "Accept-Encoding", refused).expect(200);
            assertEquals("", read.header("Content-Encoding"), refused);
            assertEquals(plain, read.text(), refused);
            assertTrue(read.header("Vary").contains("Accept-Encoding"), "a cache must keep the two apart");
        }
    }

    @Test
    void smallBodiesStayAsTheyAre() {
        stored(200);

        assertEquals("", api.get(path, "Accept-Encoding", "gzip").expect(200).header("Content-Encoding"));
    }

    @Test
    void headTellsTheSameAsGet() {
        stored(5000);

        Answer get = api.get(path, "Accept-Encoding", "gzip").expect(200);
        Answer head = api.send("HEAD", path, null, "Accept-Encoding", "gzip").expect(200);

        assertEquals("gzip", head.header("Content-Encoding"));
        assertEquals(get.header("Content-Length"), head.header("Content-Length"));
        assertEquals(get.etag(), head.etag());
        assertEquals(0, head.bytes().length);
    }

    @Test
    void the304OfACompressedAnswerHasNoBody() {
        stored(5000);
        String etag = api.get(path, "Accept-Encoding", "gzip").etag();

        Answer unchanged =
                api.get(path, "Accept-Encoding", "gzip", "If-None-Match", etag).expect(304);

        assertEquals(0, unchanged.bytes().length);
        assertEquals("", unchanged.header("Content-Encoding"));
    }

    private String stored(int length) {
        api.put(path, "{s: '" + "xylem ".repeat(length / 6) + "'}").expect(201);
        return api.get(path).expect(200).text();
    }

    private static String unzipped(Answer read) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(read.bytes())).readAllBytes(), UTF_8);
    }
}
