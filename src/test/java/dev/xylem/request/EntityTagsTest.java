package dev.xylem.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.Preconditions.Tags;
import java.util.List;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class EntityTagsTest {
    private static final String HEX = "5f0000000000000000000001";
    private static final BsonObjectId OID = new BsonObjectId(new ObjectId(HEX));

    @Test
    void nothingSentIsNoCondition() {
        assertEquals(new Tags.Absent(), EntityTags.strong(List.of()));
    }

    @Test
    void aStarIsAnyState() {
        assertEquals(new Tags.Any(), EntityTags.strong(List.of("*")));
    }

    @Test
    void tagsAreReadQuotedOrBare() {
        assertEquals(new Tags.OneOf(List.of(OID)), EntityTags.strong(List.of('"' + HEX + '"')));
        assertEquals(new Tags.OneOf(List.of(OID)), EntityTags.strong(List.of(HEX)));
    }

    @Test
    void listsAndRepeatedHeadersAreJoined() {
        assertEquals(
                new Tags.OneOf(List.of(new BsonString("a,b"), OID, new BsonString("c"))),
                EntityTags.strong(List.of("\"a,b\" , " + HEX, "c")));
    }

    @Test
    void weakTagsNeverMatchIfMatchButDoMatchIfNoneMatch() {
        String weak = "W/\"" + HEX + '"';

        assertEquals(new Tags.OneOf(List.of()), EntityTags.strong(List.of(weak)));
        assertEquals(new Tags.OneOf(List.of(OID)), EntityTags.weak(List.of(weak)));
    }

    @Test
    void aQuotedStarIsATag() {
        assertEquals(new Tags.OneOf(List.of(new BsonString("*"))), EntityTags.strong(List.of("\"*\"")));
    }
}
