package dev.xylem.storage.embedded;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** A walk along a map: the matching documents, one after the other, each once. */
final class Scan {

    private static final byte[] NOTHING = {};

    private final MVMap<byte[], byte[]> documents;
    private final Access access;
    private final Filter filter;
    private final List<Range> ranges;
    private final @Nullable Set<Key> seen;

    private int range = -1;
    private @Nullable Cursor<byte[], byte[]> cursor;

    /** Where a walk goes on after a pause. */
    private byte[] last = NOTHING;

    private byte @Nullable [] id;
    private byte @Nullable [] document;
    private long keysExamined;
    private long documentsExamined;

    Scan(MVMap<byte[], byte[]> documents, Access access, Filter filter) {
        this.documents = documents;
        this.access = access;
        this.filter = access.exact() ? Filter.NONE : filter;
        this.ranges = access.reversed() ? access.ranges().reversed() : access.ranges();
        this.seen = access.index() != null && access.index().isMultikey() ? new HashSet<>() : null;
    }

    long keysExamined() {
        return keysExamined;
    }

    long documentsExamined() {
        return documentsExamined;
    }

    /** The key of the document that was reached. */
    byte[] id() {
        return present(id);
    }

    byte[] document() {
        return present(document);
    }

    private static byte[] present(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new NoSuchElementException();
        }
        return bytes;
    }

    /** The command ends, and what it read may go; another one goes on from here. */
    void pause() {
        cursor = null;
    }

    /** Goes to the next matching document. */
    boolean next() {
        while (nextKey()) {
            Deadline.check();
            if (reach()) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next key, where the document itself is not asked for and all of them match. */
    boolean nextKeyOnce() {
        while (nextKey()) {
            if (access.index() == null || isNew(OrderedIndex.idOf(last))) {
                return true;
            }
        }
        return false;
    }

    private boolean reach() {
        if (access.index() == null) {
            id = last;
            document = present(cursor == null ? null : cursor.getValue());
        } else {
            id = OrderedIndex.idOf(last);
            document = isNew(id) ? documents.get(id) : null;
        }
        if (document == null) {
            return false;
        }
        documentsExamined++;
        return filter.accepts(document);
    }

    private boolean isNew(byte[] found) {
        return seen == null || seen.add(new Key(found));
    }

    private boolean nextKey() {
        while (true) {
            Cursor<byte[], byte[]> keys = cursor == null ? resumed() : cursor;
            if (keys == null) {
                return false;
            }
            cursor = keys;
            while (keys.hasNext()) {
                byte[] key = keys.next();
                if (isBeyond(key)) {
                    break;
                }
                if (isWanted(key)) {
                    last = key;
                    keysExamined++;
                    return true;
                }
            }
            cursor = null;
            last = NOTHING;
            if (++range >= ranges.size()) {
                return false;
            }
        }
    }

    /** A cursor where the walk stands: at the range's beginning, or after the last key. */
    private @Nullable Cursor<byte[], byte[]> resumed() {
        range = Math.max(range, 0);
        if (range >= ranges.size()) {
            return null;
        }
        Range here = ranges.get(range);
        MVMap<byte[], byte[]> map =
                access.index() == null ? documents : access.index().entries();
        byte[] start = last.length > 0 ? last : access.reversed() ? here.to() : here.from();
        return map.cursor(start, null, access.reversed());
    }

    private boolean isBeyond(byte[] key) {
        Range here = ranges.get(range);
        return access.reversed() ? !here.begins(key) : here.ends(key);
    }

    /** Not the mark of an index, not what was reached before a pause, and not the end of a range where a walk back begins. */
    private boolean isWanted(byte[] key) {
        boolean isMark = access.index() != null && key.length == 1;
        return !isMark && !Arrays.equals(key, last) && !ranges.get(range).ends(key);
    }
}
