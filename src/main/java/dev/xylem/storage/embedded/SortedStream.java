package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The {@code $sort} of documents that are in no map; they wait as BSON, so that what they take is known. */
final class SortedStream {

    @SuppressWarnings("ArrayRecordComponent")
    private record Waiting(byte[] key, byte[] document) {}

    private SortedStream() {}

    static Stream<Document> of(Stream<Document> documents, Document sort, long most) {
        SortMemory memory = new SortMemory(most);
        List<Waiting> all = new ArrayList<>();
        documents.forEachOrdered(document -> {
            Waiting one = new Waiting(SortKey.of(document, sort), BsonWriter.write(document));
            memory.take(one.key.length + (long) one.document.length);
            all.add(one);
        });
        all.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
        return all.stream().map(one -> BsonReader.read(one.document));
    }
}
