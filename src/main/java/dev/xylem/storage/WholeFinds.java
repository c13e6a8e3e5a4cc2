package dev.xylem.storage;

import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * copies each document. It remains for answers that don't fit into one, and for the second try of a read whose connection is lost.
 */
final class WholeFinds {
    private WholeFinds() {}

    /** Empty when it is for the driver's own find to answer. */
    static Optional<List<RawBsonDocument>> run(MongoDatabase database, BsonDocument find) {
        RawBsonDocument answer;
        try {
            answer = database.runCommand(find, RawBsonDocument.class);
        } catch (MongoSocketException | MongoNotPrimaryException | MongoNodeIsRecoveringException e) {
            return Optional.empty();
        }
        var batch = Batch.of(answer);
        if (batch.cursor == 0) {
            return Optional.of(batch.documents);
        }
        database.runCommand(new BsonDocument("killCursors", find.get("find"))
                .append("cursors", new BsonArray(List.of(new BsonInt64(batch.cursor)))));
        return Optional.empty();
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
