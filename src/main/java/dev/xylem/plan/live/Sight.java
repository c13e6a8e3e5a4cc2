package dev.xylem.plan.live;

import dev.xylem.api.FieldRules;
import dev.xylem.plan.Mask;
import dev.xylem.plan.Matcher;
import dev.xylem.plan.Plan;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** What a feed shows: which documents, and what of them. Never changes. */
public final class Sight {
    private static final Set<String> BY_ID = Set.of("_id");

    private final Plan.Watch watch;
    private final Matcher asked;
    private final Matcher rows;
    private final Mask mask;
    private final Projector projector;

    private Sight(Plan.Watch watch) {
        this.watch = watch;
        this.asked = Matcher.of(watch.asked());
        this.rows = Matcher.of(watch.rows());
        this.mask = new Mask(watch.fields());
        this.projector = Projector.of(watch.keys());
    }

    public static Sight of(Plan.Watch watch) {
        return new Sight(watch);
    }

    /** True when it shows what stages make of changes. */
    boolean isStream() {
        return watch.stages() != null;
    }

    /** True when only this server's writes are told. */
    boolean showsOwnWrites() {
        return watch.ownWrites();
    }

    /** True when it shows a document from its creation to its end, if it shows it at all. */
    boolean isSteady() {
        return !watch.ownWrites()
                && watch.walk().isEmpty()
                && watch.rows().isEmpty()
                && BY_ID.containsAll(watch.asked().keySet());
    }

    boolean shows(BsonDocument document) {
        return asked.matches(document) && rows.matches(document);
    }

    /** For a steady sight: whether it showed the document of that id while it was there. */
    boolean showsId(BsonValue id) {
        return asked.matches(new BsonDocument("_id", id));
    }

    /** What is seen of a document that is shown. */
    public RawBsonDocument seen(RawBsonDocument document) {
        return projector.of(mask.of(document));
    }

    /** Of a filter in which the time stands, say, only the rest counts here. */
    public boolean isSameAs(Plan.Watch other) {
        return watch.asked().equals(other.asked())
                && Objects.equals(watch.stages(), other.stages())
                && watch.walk().equals(other.walk())
                && watch.fields().equals(other.fields())
                && watch.keys().equals(other.keys());
    }

    /** True when the mark is of a feed that showed the same. */
    public boolean hasPrint(Mark mark) {
        return print() == mark.print();
    }

    /** Equal for feeds that show the same, on every node. */
    long print() {
        FieldRules fields = watch.fields();
        List<BsonDocument> stages = watch.stages();
        return FeedIds.print(new BsonDocument("asked", watch.asked())
                .append("rows", watch.walk())
                .append(
                        "only",
                        new BsonString(fields.only().stream().sorted().toList().toString()))
                .append(
                        "without",
                        new BsonString(
                                fields.without().stream().sorted().toList().toString()))
                .append("keys", watch.keys())
                .append("snapshot", BsonBoolean.valueOf(watch.snapshot()))
                .append("stages", stages == null ? BsonNull.VALUE : new BsonArray(stages)));
    }
}
