package dev.xylem.storage;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonType;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;
import org.bson.io.ByteBufferBsonInput;

/**
 * Finds whose whole answer comes at once, as one command (<a href="https://www.mongodb.com/docs/manual/reference/command/find/">find</a>). Their
 * documents are the bytes of that answer, each where it lies: the driver's own find decodes the answer with codecs that it makes each time, and
 * copies each document. It remains for answers that don't fit into one. Otherwise they are what the driver's finds are: read where and as the
 * connection string says, and tried a second time, within the time of the first, when
 * <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md">nothing but the way was lost</a>.
 */
final class WholeFinds {
    private static final Set<Integer> WAY_LOST =
            Set.of(6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

    private final boolean retries;

    WholeFinds(boolean retries) {
        this.retries = retries;
    }

    /** Empty when it is for the driver's own find to answer. */
    Optional<List<RawBsonDocument>> run(MongoDatabase database, BsonDocument find) {
        if (!database.getReadConcern().isServerDefault()) {
            find.append("readConcern", database.getReadConcern().asDocument());
        }
        var batch = Batch.of(answer(database, find));
        if (batch.cursor == 0) {
            return Optional.of(batch.documents);
        }
        var end = new BsonDocument("killCursors", find.get("find"))
                .append("cursors", new BsonArray(List.of(new BsonInt64(batch.cursor))));
        database.runCommand(end, database.getReadPreference());
        return Optional.empty();
    }

    private RawBsonDocument answer(MongoDatabase database, BsonDocument find) {
        long start = System.nanoTime();
        try {
            return ask(database, find);
        } catch (MongoException e) {
            if (!retries || !isWayLost(e)) {
                throw e;
            }
            return ask(withTheRest(database, start), find);
        }
    }

    private static RawBsonDocument ask(MongoDatabase database, BsonDocument find) {
        return database.runCommand(find, database.getReadPreference(), RawBsonDocument.class);
    }

    private static boolean isWayLost(MongoException e) {
        return e instanceof MongoSocketException
                || e instanceof MongoNotPrimaryException
                || e instanceof MongoNodeIsRecoveringException
                || e instanceof MongoConnectionPoolClearedException
                || WAY_LOST.contains(e.getCode());
    }

    private static MongoDatabase withTheRest(MongoDatabase database, long start) {
        Long all = database.getTimeout(TimeUnit.MILLISECONDS);
        if (all == null || all == 0) {
            return database;
        }
        long gone = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return database.withTimeout(Math.max(1, all - gone), TimeUnit.MILLISECONDS);
    }

    /** The part of an answer that counts. */
    private record Batch(List<RawBsonDocument> documents, long cursor) {

        static Batch of(RawBsonDocument answer) {
            ByteBuf bytes = answer.getByteBuffer();
            int start = bytes.asNIO().arrayOffset();
            try (var reader = new BsonBinaryReader(new ByteBufferBsonInput(bytes))) {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                    if (reader.readName().equals("cursor")) {
                        return cursor(reader, bytes.array(), start);
                    }
                    reader.skipValue();
                }
            }
            throw new IllegalStateException("an answer to find without a cursor");
        }

        private static Batch cursor(BsonBinaryReader reader, byte[] bytes, int start) {
            List<RawBsonDocument> documents = List.of();
            long id = 0;
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case "firstBatch" -> documents = documents(reader, bytes, start);
                    case "id" -> id = reader.readInt64();
                    default -> reader.skipValue();
                }
            }
            return new Batch(documents, id);
        }

        private static List<RawBsonDocument> documents(BsonBinaryReader reader, byte[] bytes, int start) {
            var documents = new ArrayList<RawBsonDocument>();
            reader.readStartArray();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                int from = reader.getBsonInput().getPosition();
                reader.skipValue();
                documents.add(new RawBsonDocument(
                        bytes, start + from, reader.getBsonInput().getPosition() - from));
            }
            reader.readEndArray();
            return documents;
        }
    }
}
