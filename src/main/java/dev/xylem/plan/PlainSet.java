package dev.xylem.plan;

import java.util.Set;
import org.bson.BsonDocument;

/** The one update whose outcome needs no store: whole top-level properties are set. */
public final class PlainSet {
    private static final Set<String> SET_ALONE = Set.of("$set");

    private PlainSet() {}

    public static boolean isPlain(Change.Operators change) {
        return change.update().keySet().equals(SET_ALONE)
                && change.update().getDocument("$set").keySet().stream().noneMatch(path -> path.indexOf('.') >= 0);
    }

    /** The new state; the argument is left alone. */
    public static BsonDocument apply(Change.Operators change, BsonDocument before) {
        var after = new BsonDocument();
        after.putAll(before);
        after.putAll(change.update().getDocument("$set"));
        return after;
    }
}
