package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class FallibleTest {

    @Test
    void comparisonsOfFieldsNeverFail() {
        for (String query : new String[] {
            "{}",
            "{n: {$gt: 1}, $or: [{a: 1}, {b: {$regex: 'x'}}]}",
            "{$expr: {$gt: ['$spent', '$budget']}}",
            "{$expr: {$and: [{$in: ['$a', [1, 2]]}, {$not: [{$isArray: '$b'}]}]}}",
            "{$expr: {$cond: [{$eq: ['$a', {$literal: {$divide: 1}}]}, true, '$b']}}",
            "{$expr: {$switch: {branches: [{case: '$a', then: 1}], default: 0}}}",
            "{$expr: {$let: {vars: {x: '$a'}, in: {$eq: ['$$x', 1]}}}}"
        }) {
            assertEquals(Optional.empty(), Fallible.in(BsonDocument.parse(query)), query);
        }
    }

    @Test
    void whatNeedsOperandsOfSomeTypeMayFail() {
        assertFallible("$divide", "{$expr: {$divide: [1, '$n']}}");
        assertFallible("$size", "{a: 1, $expr: {$gt: [{$size: '$a'}, 1]}}");
        assertFallible("$toInt", "{$or: [{a: 1}, {$nor: [{$expr: {$eq: [{$toInt: '$a'}, 1]}}]}]}");
        assertFallible("$in", "{$expr: {$in: [1, '$a']}}");
        assertFallible("$switch", "{$expr: {$switch: {branches: [{case: '$a', then: 1}]}}}");
        assertFallible("$add", "{$expr: {$let: {vars: {x: {$add: ['$a', 1]}}, in: true}}}");
        assertFallible("$strLenCP", "{$expr: {a: [{b: {$strLenCP: '$a'}}]}}");
        assertFallible("$unheardOf", "{$expr: {$unheardOf: 1}}");
    }

    private static void assertFallible(String operator, String query) {
        assertEquals(Optional.of(operator), Fallible.in(BsonDocument.parse(query)), query);
    }
}
