package dev.xylem.storage;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.bson.RawBsonDocument;

/** Reads pages, which are in memory as a whole. */
record PageReader(long limit) {

    /** @throws ProblemException 413 when all of it has more bytes than a page may, of which no more are read */
    List<RawBsonDocument> all(MongoIterable<RawBsonDocument> found) {
        var page = new ArrayList<RawBsonDocument>();
        long bytes = 0;
        try (MongoCursor<RawBsonDocument> cursor = found.cursor()) {
            while (cursor.hasNext()) {
                RawBsonDocument document = cursor.next();
                bytes += document.getByteBuffer().remaining();
                if (bytes > limit) {
                    throw tooLarge();
                }
                page.add(document);
            }
        }
        return page;
    }

    private ProblemException tooLarge() {
        return Problem.of(
                        ProblemType.PAGE_TOO_LARGE,
                        "The documents of this page have more than " + limit
                                + " bytes (limits.page). Ask for fewer with pagesize, for less of each with keys, or for NDJSON, which has no pages.")
                .exception();
    }
}
