package dev.xylem.request;

import dev.xylem.api.Preconditions.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Reads {@code If-Match} and {@code If-None-Match} (RFC 9110, sections 13.1.1 and 13.1.2), tags quoted or, as RESTHeart has them, bare. */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"|([^\\s,\"]+)");

    private EntityTags() {}

    /** If-Match compares strongly: weak tags never match. */
    static Tags strong(List<String> lines) {
        return parse(lines, false);
    }

    /** If-None-Match compares weakly: a weak tag matches as a strong one does. */
    static Tags weak(List<String> lines) {
        return parse(lines, true);
    }

    private static Tags parse(List<String> lines, boolean weakCounts) {
        if (lines.isEmpty()) {
            return new Tags.Absent();
        }
        var values = new ArrayList<BsonValue>();
        Matcher tags = TAG.matcher(String.join(",", lines));
        while (tags.find()) {
            if (tags.group().equals("*")) {
                return new Tags.Any();
            }
            if (weakCounts || tags.group(1) == null) {
                values.add(value(tags.group(3) == null ? tags.group(2) : tags.group(3)));
            }
        }
        return new Tags.OneOf(values);
    }

    private static BsonValue value(String tag) {
        return ObjectId.isValid(tag) ? new BsonObjectId(new ObjectId(tag)) : new BsonString(tag);
    }
}
