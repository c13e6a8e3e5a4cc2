package dev.xylem.api;

import java.util.List;
import org.bson.BsonValue;

/**
 * The conditional headers of RFC 9110, section 13.
 *
 * @param checkEtag true when the parameter {@code checkEtag} makes If-Match mandatory
 */
public record Preconditions(Tags ifMatch, Tags ifNoneMatch, boolean checkEtag) {
    public static final Preconditions NONE = new Preconditions(new Tags.Absent(), new Tags.Absent(), false);

    /** The value of one conditional header. */
    public sealed interface Tags {
        /** The header was not sent. */
        record Absent() implements Tags {}

        /** {@code *}: any current state. */
        record Any() implements Tags {}

        /** The listed tags that may match: an ObjectId where the tag is 24 hex digits, else a string. */
        record OneOf(List<BsonValue> values) implements Tags {
            public OneOf {
                values = List.copyOf(values);
            }
        }
    }
}
