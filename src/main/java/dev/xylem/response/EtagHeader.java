package dev.xylem.response;

import dev.xylem.api.Preconditions.Tags;
import dev.xylem.config.EtagFormat;
import java.util.Map;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The {@code ETag} header (RFC 9110, section 8.8.3) and the test that answers 304. */
public final class EtagHeader {
    private final EtagFormat format;

    public EtagHeader(EtagFormat format) {
        this.format = format;
    }

    /** Adds the header when the tag is there and can be written as one. */
    public void add(Map<String, String> headers, @Nullable BsonValue etag) {
        String tag = switch (etag) {
            case BsonObjectId id -> id.getValue().toHexString();
            case BsonString text -> text.getValue();
            case null, default -> "";
        };
        if (!tag.isEmpty() && tag.chars().allMatch(EtagHeader::isTagCharacter)) {
            headers.put("ETag", format == EtagFormat.QUOTED ? '"' + tag + '"' : tag);
        }
    }

    private static boolean isTagCharacter(int c) {
        return c > 0x20 && c < 0x7f && c != '"';
    }

    /** True when If-None-Match names the current state. */
    static boolean isCurrent(Tags ifNoneMatch, @Nullable BsonValue etag) {
        return switch (ifNoneMatch) {
            case Tags.Absent _ -> false;
            case Tags.Any _ -> etag != null;
            case Tags.OneOf(var tags) -> etag != null && tags.contains(etag);
        };
    }
}
