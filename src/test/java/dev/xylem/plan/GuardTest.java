package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Preconditions.Tags;
import dev.xylem.api.Query.WriteMode;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final BsonValue ID = new BsonString("a");
    private static final BsonValue TAG = new BsonString("t");
    private static final Tags ABSENT = new Tags.Absent();
    private static final Tags ANY = new Tags.Any();
    private static final Tags ONE = new Tags.OneOf(List.of(TAG));
    private static final BsonDocument NO_FILTER = new BsonDocument();

    @Test
    void aPlainWriteCreatesOrChanges() {
        Guard guard = guard(WriteMode.UPSERT, NO_FILTER, ABSENT, ABSENT, false);

        assertTrue(guard.mayCreate());
        assertEquals(BsonDocument.parse("{_id: 'a'}"), guard.condition());
    }

    @Test
    void ifMatchStandsInTheConditionAndNeverCreates() {
        Guard guard = guard(WriteMode.UPSERT, NO_FILTER, ONE, ABSENT, false);

        assertFalse(guard.mayCreate());
        assertEquals(BsonDocument.parse("{_id: 'a', _etag: {$in: ['t']}}"), guard.condition());
        assertEquals("etag-mismatch", code(guard, true, false));
        assertEquals("etag-mismatch", code(guard, false, false));
        assertEquals("document-not-found", code(guard, false, true));
    }

    @Test
    void ifMatchStarNeedsTheDocumentOnly() {
        Guard guard = guard(WriteMode.UPSERT, NO_FILTER, ANY, ABSENT, false);

        assertFalse(guard.mayCreate());
        assertEquals(BsonDocument.parse("{_id: 'a'}"), guard.condition());
        assertEquals("etag-mismatch", code(guard, false, false));
    }

    @Test
    void insertOnlyMatchesNothingThatExists() {
        Guard guard = guard(WriteMode.INSERT, NO_FILTER, ABSENT, ABSENT, false);

        assertTrue(guard.mayCreate());
        assertEquals(BsonDocument.parse("{_id: 'a', _etag: {$in: []}}"), guard.condition());
        assertEquals("document-exists", code(guard, true, false));
    }

    @Test
    void ifNoneMatchStarIsInsertOnlyWith412() {
        Guard guard = guard(WriteMode.UPSERT, NO_FILTER, ABSENT, ANY, false);

        assertTrue(guard.mayCreate());
        assertEquals(BsonDocument.parse("{_id: 'a', _etag: {$in: []}}"), guard.condition());
        assertEquals("etag-mismatch", code(guard, true, false));
    }

    @Test
    void ifNoneMatchWithATagLeavesThatStateAlone() {
        Guard guard = guard(WriteMode.UPSERT, NO_FILTER, ABSENT, ONE, false);

        assertEquals(BsonDocument.parse("{_id: 'a', _etag: {$nin: ['t']}}"), guard.condition());
        assertEquals("etag-mismatch", code(guard, true, false));
    }

    @Test
    void aMissingEtagStillLetsCreate() {
        Guard guard = guard(WriteMode.UPSERT, NO_FILTER, ABSENT, ABSENT, true);

        assertTrue(guard.mayCreate());
        assertEquals(BsonDocument.parse("{_id: 'a', _etag: {$in: []}}"), guard.condition());
        assertEquals("etag-missing", code(guard, true, false));
    }

    @Test
    void aFilterIsJoinedAndNothingIsCreated() {
        Guard guard = guard(WriteMode.UPSERT, BsonDocument.parse("{_id: 'b', n: 1}"), ABSENT, ABSENT, false);

        assertFalse(guard.mayCreate());
        assertEquals(BsonDocument.parse("{_id: 'a', $and: [{_id: 'b', n: 1}]}"), guard.condition());
        assertEquals("document-not-found", code(guard, false, false));
    }

    @Test
    void aRefusalTellsTheCurrentEtag() {
        Guard guard = guard(WriteMode.UPSERT, NO_FILTER, ONE, ABSENT, false);

        assertEquals(
                new BsonString("now"),
                guard.refusal(true, new BsonString("now"), false).problem().etag());
    }

    private static Guard guard(
            WriteMode mode, BsonDocument filter, Tags ifMatch, Tags ifNoneMatch, boolean etagMissing) {
        return new Guard("document", ID, mode, filter, Scope.EVERYTHING, ifMatch, ifNoneMatch, etagMissing);
    }

    private static String code(Guard guard, boolean exists, boolean deleting) {
        @Nullable BsonValue etag = exists ? TAG : null;
        return guard.refusal(exists, etag, deleting).problem().type().code();
    }
}
