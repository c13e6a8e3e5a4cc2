package dev.xylem.plan;

import static dev.xylem.plan.Bson.doc;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlwaysTrueTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'$comment': 'x'}",
                "{'$and': []}",
                "{'$and': [{}]}",
                "{'$and': [{}, {'$comment': 'x'}]}",
                "{'$or': []}",
                "{'$or': [{}]}",
                "{'$or': [{a: 1}, {}]}",
                "{'$or': [{a: 1}, {'$and': [{}]}]}",
                "{'$nor': []}",
                "{'$nor': [{'$nor': [{}]}]}",
                "{'$nor': [{'$expr': false}]}",
                "{'$and': [{'$or': [{}]}], '$nor': []}",
                "{'$expr': true}",
                "{'$expr': 1}",
                "{'$expr': -0.5}",
                "{'$expr': 'x'}",
                "{'$expr': {'$literal': '$x'}}",
                "{'$expr': []}",
                "{'$jsonSchema': {}}",
                "{a: {'$nin': []}}",
            })
    void knows_filters_that_match_everything_by_their_shape(String filter) {
        assertTrue(AlwaysTrue.matchesAll(doc(filter)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{_id: {'$exists': true}}",
                "{a: 1}",
                "{a: {}}",
                "{'$and': [{}, {a: 1}]}",
                "{'$and': [], a: 1}",
                "{'$or': [{a: 1}]}",
                "{'$nor': [{}]}",
                "{'$nor': [{a: 1}]}",
                "{'$nor': [{'$nor': [{a: 1}]}]}",
                "{'$expr': false}",
                "{'$expr': 0}",
                "{'$expr': null}",
                "{'$expr': '$a'}",
                "{'$expr': {'$eq': ['$a', 1]}}",
                "{'$expr': {'$literal': 0}}",
                "{'$and': 1}",
                "{'$or': [1]}",
            })
    void lets_filters_pass_that_look_at_a_field(String filter) {
        assertFalse(AlwaysTrue.matchesAll(doc(filter)));
    }
}
