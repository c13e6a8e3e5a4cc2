package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The documents that a query found, in its order, as BSON. Can pause between two commands. */
abstract class Matches {

    private byte @Nullable [] ahead;

    abstract byte @Nullable [] find();

    abstract void pause();

    /** The key of the document that was found last. */
    abstract byte[] id();

    boolean hasNext() {
        if (ahead == null) {
            ahead = find();
        }
        return ahead != null;
    }

    byte[] next() {
        if (!hasNext() || ahead == null) {
            throw new NoSuchElementException();
        }
        byte[] found = ahead;
        ahead = null;
        return found;
    }

    /** What was computed already. */
    static final class Computed extends Matches {
        private final Iterator<?> documents;

        Computed(List<?> documents) {
            this.documents = documents.iterator();
        }

        @Override
        byte @Nullable [] find() {
            return documents.hasNext() ? BsonWriter.write((Document) documents.next()) : null;
        }

        @Override
        byte[] id() {
            throw new NoSuchElementException();
        }

        @Override
        void pause() {}
    }

    /** Straight from a walk that is in the right order. */
    static final class InOrder extends Matches {
        private final Scan scan;
        private long skip;
        private long left;

        InOrder(Scan scan, Query query) {
            this.scan = scan;
            this.skip = query.skip();
            this.left = query.limit() > 0 ? query.limit() : Long.MAX_VALUE;
        }

        @Override
        byte @Nullable [] find() {
            for (; skip > 0; skip--) {
                if (!scan.next()) {
                    left = 0;
                }
            }
            return left-- > 0 && scan.next() ? scan.document() : null;
        }

        @Override
        byte[] id() {
            return scan.id();
        }

        @Override
        void pause() {
            scan.pause();
        }
    }
}
