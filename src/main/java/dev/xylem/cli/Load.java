package dev.xylem.cli;

import dev.xylem.cli.Manifest.Entry;
import dev.xylem.storage.Restore;
import dev.xylem.storage.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bson.RawBsonDocument;

/** Fills one collection, in batches, and counts. */
final class Load {
    private static final int BATCH = 1_000;
    private static final int BATCH_BYTES = 4 << 20;

    private final Entry entry;
    private final Restore restore;
    private final Progress progress;
    private final List<RawBsonDocument> batch = new ArrayList<>();
    private int batchBytes;
    private long documents;
    private boolean begun;

    Load(Entry entry, Restore restore, Progress progress) {
        this.entry = entry;
        this.restore = restore;
        this.progress = progress;
    }

    void file(String name, InputStream content) throws IOException {
        if (!begun) {
            begun = true;
            progress.begin(entry.collection().namespace().toString());
        }
        var lines = new Lines(name, content);
        while (lines.next()) {
            var document = lines.document();
            batch.add(document);
            batchBytes += document.getByteBuffer().remaining();
            if (batch.size() == BATCH || batchBytes >= BATCH_BYTES) {
                flush(name, lines.number());
            }
        }
        flush(name, lines.number());
        if (documents == entry.documents()) {
            progress.end();
        }
    }

    /** @param last the number of the line that the batch ends with */
    private void flush(String file, long last) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            restore.insert(entry.collection(), batch);
        } catch (Restore.RefusedException e) {
            documents += e.index();
            throw Refusal.brokenOff("%s:%d: the store refuses this document: %s"
                    .formatted(file, last - batch.size() + 1 + e.index(), e.getMessage()));
        } catch (StoreFailure e) {
            throw Refusal.brokenOff("%s:%d-%d: %s".formatted(file, last - batch.size() + 1, last, e.getMessage()));
        }
        documents += batch.size();
        progress.add(batch.size());
        batch.clear();
        batchBytes = 0;
    }

    long documents() {
        return documents;
    }

    void requireComplete() {
        if (documents != entry.documents()) {
            throw Refusal.brokenOff("%s: %d documents are in the store, the backup has %d"
                    .formatted(entry.collection().namespace(), documents, entry.documents()));
        }
    }
}
