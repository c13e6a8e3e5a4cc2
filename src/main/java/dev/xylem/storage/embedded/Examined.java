package dev.xylem.storage.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.bwaldvogel.mongo.bson.Document;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many documents a find read. MongoDB's answers have no place for that, so this process asks for it beside them: it marks the find
 * with a comment, and takes the figure by that mark afterwards.
 */
public final class Examined {
    private static final String FIGURE = "examined";
    private static final int MOST_LEFT = 1_000;

    private final AtomicLong marks = new AtomicLong();
    private final Cache<Long, Long> figures =
            Caffeine.newBuilder().maximumSize(MOST_LEFT).build();

    /** A comment for a find. */
    public long mark() {
        return marks.incrementAndGet();
    }

    /** What the find with this comment read until its first batch was full; once. */
    public OptionalLong take(long mark) {
        Long figure = figures.asMap().remove(mark);
        return figure == null ? OptionalLong.empty() : OptionalLong.of(figure);
    }

    static Document told(Document reply, Matches matches) {
        return reply.append(FIGURE, matches.examined());
    }

    /** Keeps the figure of a reply that has one, where it was asked for. */
    Document keep(Document reply, @Nullable Object comment) {
        if (reply.remove(FIGURE) instanceof Long figure && comment instanceof Long mark) {
            figures.put(mark, figure);
        }
        return reply;
    }
}
