package dev.xylem.plan;

import java.util.Iterator;
import org.bson.RawBsonDocument;

/** Documents in order, fetched while they are read, a batch at a time. Whoever gets them closes them, read or not. */
public interface Rows extends Iterator<RawBsonDocument>, AutoCloseable {
    /** Lets go what they hold at the store; doing it twice does nothing more. */
    @Override
    void close();

    /** Documents that are there already. */
    static Rows of(Iterable<RawBsonDocument> documents) {
        Iterator<RawBsonDocument> iterator = documents.iterator();
        return new Rows() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public RawBsonDocument next() {
                return iterator.next();
            }

            @Override
            public void close() {}
        };
    }
}
