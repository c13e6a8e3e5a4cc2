package dev.xylem.storage;

import dev.xylem.plan.live.Occurrence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** What happened lately, for those who come back. Positions of change streams are ordered as their texts are. */
final class ChangeHistory {
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 4L << 20;

    private final Deque<Occurrence> recent = new ArrayDeque<>();
    private BsonDocument begin = new BsonDocument();
    private long bytes;

    void startAt(BsonDocument position) {
        recent.clear();
        bytes = 0;
        begin = position;
    }

    void add(Occurrence occurrence) {
        recent.add(occurrence);
        bytes += occurrence.size();
        while (recent.size() > MOST || (bytes > MOST_BYTES && recent.size() > 1)) {
            Occurrence oldest = recent.remove();
            bytes -= oldest.size();
            begin = oldest.token();
        }
    }

    /** True when it holds all that happened after that. */
    boolean reachesBackTo(BsonDocument position) {
        return text(position).compareTo(text(begin)) >= 0;
    }

    List<Occurrence> after(BsonDocument position) {
        String text = text(position);
        return recent.stream()
                .filter(occurrence -> text(occurrence.token()).compareTo(text) > 0)
                .toList();
    }

    private static String text(BsonDocument position) {
        return position.get("_data") instanceof BsonString data ? data.getValue() : "";
    }
}
