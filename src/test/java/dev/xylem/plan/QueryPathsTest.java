package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryPathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: 1, 'b.c': {$gt: 2}} | [a, b.c]",
                "{a: {b: 1}} | [a]",
                "{$and: [{a: 1}, {$or: [{b: 1}, {c: 1}]}]} | [a, b, c]",
                "{$nor: [{a: {$not: {$elemMatch: {b: 1}}}}]} | [a, a.b]",
                "{a: {$elemMatch: {b: {$elemMatch: {c: 1}}}}} | [a, a.b, a.b.c]",
                "{a: {$elemMatch: {$or: [{b: 1}, {c: 1}]}}} | [a, a.b, a.c]",
                "{a: {$elemMatch: {$gt: 1}}} | [a]",
                "{a: {$all: [{$elemMatch: {b: 1}}]}} | [a, a.b]",
                "{$expr: {$gt: ['$a.b', {$add: ['$c', 1]}]}} | [a.b, c]",
                "{$expr: {$eq: [{$literal: '$a'}, '$b']}} | [b]",
                "{$expr: {$eq: ['$$ROOT', 1]}} | [!$$ROOT]",
                "{$expr: {$eq: ['$$CURRENT.a', 1]}} | [!$$CURRENT]",
                "{$expr: {$getField: 'a'}} | [!$getField]",
                "{$jsonSchema: {required: ['a']}} | [!$jsonSchema]",
                "{$text: {$search: 'x'}} | [!$text]",
                "{$comment: 'a', b: 1} | [b]",
                "{a: {$in: ['$b', {c: 1}]}} | [a]",
            })
    void tellsEachFieldThatAQueryLooksAt(String query, String paths) {
        var found = new TreeSet<String>();

        QueryPaths.visit(BsonDocument.parse(query), new QueryPaths.Visitor() {
            @Override
            public void path(String path) {
                found.add(path);
            }

            @Override
            public void everything(String operator) {
                found.add("!" + operator);
            }
        });

        assertEquals(paths, found.toString());
    }
}
