package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The documents that a query found, in its order, as BSON. Can pause between two commands. */
abstract class Matches {

    static final Matches NONE = new Matches() {
        @Override
        byte @Nullable [] find() {
            return null;
        }

        @Override
        byte[] id() {
            throw new NoSuchElementException();
        }

        @Override
        void pause() {}

        @Override
        long examined() {
            return 0;
        }
    };

    private byte @Nullable [] ahead;

    abstract byte @Nullable [] find();

    abstract void pause();

    /** How many documents were read so far. */
    abstract long examined();

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

    Iterator<Document> decoded() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Matches.this.hasNext();
            }

            @Override
            public Document next() {
                return BsonReader.read(Matches.this.next());
            }
        };
    }

    Stream<Document> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(decoded(), Spliterator.ORDERED), false);
    }

    /** What an aggregation makes of these, while it is read. */
    Matches turnedInto(Iterator<Document> results) {
        return new Derived(this, results);
    }

    private static final class Derived extends Matches {
        private final Matches source;
        private final Iterator<Document> results;

        Derived(Matches source, Iterator<Document> results) {
            this.source = source;
            this.results = results;
        }

        @Override
        byte @Nullable [] find() {
            return results.hasNext() ? BsonWriter.write(results.next()) : null;
        }

        @Override
        byte[] id() {
            throw new NoSuchElementException();
        }

        @Override
        void pause() {
            source.pause();
        }

        @Override
        long examined() {
            return source.examined();
        }
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

        @Override
        long examined() {
            return scan.documentsExamined();
        }
    }
}
