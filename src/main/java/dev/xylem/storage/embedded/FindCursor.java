package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a command has not returned yet; documents go out as the bytes that they are stored as, where nothing is cut off. */
final class FindCursor extends AbstractCursor {

    private static final int FIRST_BATCH = 101;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;

    private final Matches matches;
    private final Function<List<RawBson>, List<?>> shown;

    FindCursor(long id, Matches matches) {
        this(id, matches, found -> found);
    }

    /** @param shown what goes out of a batch */
    FindCursor(long id, Matches matches, Function<List<RawBson>, List<?>> shown) {
        super(id);
        this.matches = matches;
        this.shown = shown;
    }

    @Override
    public synchronized boolean isEmpty() {
        return !matches.hasNext();
    }

    List<?> firstBatch(int most) {
        return batch(most > 0 ? most : FIRST_BATCH);
    }

    /** The next documents, and whether there are more: {@link #isEmpty}. */
    synchronized List<?> batch(int most) {
        List<RawBson> batch = new ArrayList<>();
        int limit = most > 0 ? most : Integer.MAX_VALUE;
        for (int bytes = 0; batch.size() < limit && bytes < BATCH_BYTES && matches.hasNext(); ) {
            byte[] next = matches.next();
            bytes += next.length;
            batch.add(new RawBson(next));
        }
        return shown.apply(batch);
    }

    /** The reply, with what was read for it. */
    synchronized Document told(Document reply) {
        return Examined.told(reply, matches);
    }

    synchronized void pause() {
        matches.pause();
    }

    @Override
    public List<Document> takeDocuments(int most) {
        throw new UnsupportedOperationException("its documents are not decoded");
    }
}
