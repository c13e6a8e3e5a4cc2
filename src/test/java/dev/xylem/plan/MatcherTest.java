package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: 1} | {a: 1} | true",
                "{a: 1} | {a: 1.0} | true",
                "{a: 1} | {a: '1'} | false",
                "{a: 1} | {a: [2, 1]} | true",
                "{a: [2, 1]} | {a: [2, 1]} | true",
                "{a: [1, 2]} | {a: [2, 1]} | false",
                "{a: null} | {} | true",
                "{a: null} | {a: 0} | false",
                "{'a.b': null} | {a: 5} | true",
                "{'a.b': 1} | {a: [{b: 2}, {b: 1}]} | true",
                "{'a.1': 7} | {a: [5, 7]} | true",
                "{'a.0.b': 1} | {a: [{b: 1}]} | true",
                "{a: {b: 1, c: 2}} | {a: {b: 1, c: 2}} | true",
                "{a: {c: 2, b: 1}} | {a: {b: 1, c: 2}} | false",
                "{a: {$ne: 1}} | {a: [1, 2]} | false",
                "{a: {$ne: 1}} | {} | true",
                "{a: {$gt: 1}} | {a: 2} | true",
                "{a: {$gt: 1}} | {a: 'x'} | false",
                "{a: {$gt: 1, $lt: 3}} | {a: [0, 5]} | true",
                "{a: {$gte: null}} | {} | true",
                "{a: {$lt: 5}} | {a: {$numberDouble: 'NaN'}} | false",
                "{a: {$lte: {$numberDouble: 'NaN'}}} | {a: {$numberDouble: 'NaN'}} | true",
                "{a: {$gt: {$minKey: 1}}} | {a: 'x'} | true",
                "{a: {$in: [1, /^x/]}} | {a: 'xy'} | true",
                "{a: {$in: []}} | {a: 1} | false",
                "{a: {$nin: [1, 2]}} | {a: 3} | true",
                "{a: {$in: [null]}} | {} | true",
                "{a: {$exists: true}} | {a: null} | true",
                "{a: {$exists: false}} | {} | true",
                "{a: {$exists: 0}} | {a: 1} | false",
                "{a: {$type: 'string'}} | {a: [1, 'x']} | true",
                "{a: {$type: 'array'}} | {a: [1]} | true",
                "{a: {$type: 'number'}} | {a: 1.5} | true",
                "{a: {$type: [2, 'bool']}} | {a: true} | true",
                "{a: {$mod: [4, 1]}} | {a: 9} | true",
                "{a: {$mod: [4, 1]}} | {a: 'x'} | false",
                "{a: /B/i} | {a: 'abc'} | true",
                "{a: {$regex: 'B', $options: 'i'}} | {a: 'abc'} | true",
                "{a: {$not: /b/}} | {a: 'abc'} | false",
                "{a: {$not: {$gt: 5}}} | {a: 'x'} | true",
                "{a: {$size: 2}} | {a: [1, 2]} | true",
                "{a: {$size: 2}} | {a: 2} | false",
                "{a: {$all: [1, 2]}} | {a: [2, 1, 3]} | true",
                "{a: {$all: []}} | {a: []} | false",
                "{a: {$all: [{$elemMatch: {b: 1}}]}} | {a: [{b: 1}]} | true",
                "{a: {$elemMatch: {b: 1, c: 2}}} | {a: [{b: 1}, {c: 2}]} | false",
                "{a: {$elemMatch: {b: 1, c: 2}}} | {a: [{b: 1, c: 2}]} | true",
                "{a: {$elemMatch: {$gt: 1, $lt: 3}}} | {a: [0, 5]} | false",
                "{a: {$elemMatch: {$gt: 1, $lt: 3}}} | {a: [2]} | true",
                "{$and: [{a: 1}, {b: 2}]} | {a: 1, b: 2} | true",
                "{$or: [{a: 1}, {b: 2}]} | {a: 3, b: 2} | true",
                "{$nor: [{a: 1}, {b: 2}]} | {a: 3, b: 2} | false",
                "{$comment: 'x', a: 1} | {a: 1} | true",
            })
    void answersAsMongoDbDoes(String query, String document, boolean matches) {
        assertEquals(matches, Matcher.of(BsonDocument.parse(query)).matches(BsonDocument.parse(document)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$where: '1'}",
                "{$expr: {$eq: [1, 1]}}",
                "{$text: {$search: 'x'}}",
                "{a: {$near: [1, 2]}}",
                "{a: {$gt: 1, $unheard: 2}}",
                "{$and: []}",
                "{$or: {a: 1}}",
                "{a: {$in: 1}}",
                "{a: {$not: 1}}",
                "{a: {$mod: [0, 1]}}",
                "{a: {$regex: '('}}",
                "{a: {$type: 'strin'}}",
                "{a: {$size: 1.5}}",
            })
    void refusesWhatItCannotAnswer(String query) {
        var parsed = BsonDocument.parse(query);

        assertThrows(IllegalArgumentException.class, () -> Matcher.of(parsed));
    }
}
