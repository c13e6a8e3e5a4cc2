package dev.xylem.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.Action;
import dev.xylem.api.Method;
import dev.xylem.api.Namespace;
import dev.xylem.api.ProblemException;
import dev.xylem.api.Resource;
import java.util.stream.Stream;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GrammarTest {
    private static final Namespace COLL = new Namespace("db", "coll");

    static Stream<Arguments> allowed() {
        return Stream.of(
                Arguments.of(new Resource.Root(), "GET, HEAD, OPTIONS"),
                Arguments.of(new Resource.Database("db"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
                Arguments.of(new Resource.Collection(COLL), "GET, HEAD, PUT, PATCH, POST, DELETE, QUERY, OPTIONS"),
                Arguments.of(
                        new Resource.Document(COLL, new BsonString("a")), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
                Arguments.of(new Resource.Documents(COLL), "PATCH, DELETE, OPTIONS"),
                Arguments.of(new Resource.Indexes(COLL), "GET, HEAD, OPTIONS"),
                Arguments.of(new Resource.Index(COLL, "a"), "GET, HEAD, PUT, DELETE, OPTIONS"),
                Arguments.of(new Resource.Aggregation(COLL, "a"), "GET, HEAD, OPTIONS"),
                Arguments.of(new Resource.Meta(new Resource.Database("db")), "GET, HEAD, OPTIONS"),
                Arguments.of(new Resource.Size(new Resource.Collection(COLL)), "GET, HEAD, OPTIONS"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void everyResourceNamesItsMethods(Resource resource, String allow) {
        assertEquals(
                allow, Grammar.notAllowed(resource, "FOO").problem().headers().get("Allow"));
    }

    @Test
    void theSameMethodMeansSomethingElseElsewhere() {
        assertEquals(
                new Action.WriteProperties(Action.Mode.REPLACE),
                Grammar.actionOf(new Resource.Collection(COLL), Method.PUT));
        assertEquals(
                new Action.WriteDocument(Action.Mode.REPLACE),
                Grammar.actionOf(new Resource.Document(COLL, new BsonString("a")), Method.PUT));
        assertEquals(new Action.BulkPatch(), Grammar.actionOf(new Resource.Documents(COLL), Method.PATCH));
    }

    @Test
    void theRootIsReadOnly() {
        assertThrows(ProblemException.class, () -> Grammar.actionOf(new Resource.Root(), Method.PUT));
    }
}
