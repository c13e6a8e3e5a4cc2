package dev.xylem.plan;

import static dev.xylem.plan.Bson.ETAG;
import static dev.xylem.plan.Bson.NOW;
import static dev.xylem.plan.Bson.assertRefused;
import static dev.xylem.plan.Bson.assertSame;
import static dev.xylem.plan.Bson.doc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PUT and POST: the body is the new state. */
class ReplacementTest {

    private static BsonDocument state(String body) {
        return UpdateTranslator.replacement(doc(body), ETAG, NOW).document();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                      | {}
            {a: 1, b: {c: [1, {d: null}]}}                          | {a: 1, b: {c: [1, {d: null}]}}
            {_id: 7, a: 1, _etag: 3}                                | {a: 1}
            {'a.b': 1, c: 2}                                        | {a: {b: 1}, c: 2}
            {'a.b': 1, 'a.c': 2}                                    | {a: {b: 1, c: 2}}
            {'arr.0': 1}                                            | {arr: [1]}
            {'arr.2': 'x'}                                          | {arr: [null, null, 'x']}
            {'arr.1.x': 1, 'arr.0.y': 2}                            | {arr: [{y: 2}, {x: 1}]}
            {'arr.0.1': 1}                                          | {arr: [[null, 1]]}
            {'a.01': 1}                                             | {a: {'01': 1}}
            {'0': 1}                                                | {'0': 1}
            {a: {'$ref': 'c', '$id': 1, '$db': 'd'}}                | {a: {'$ref': 'c', '$id': 1, '$db': 'd'}}
            {a: {'': 1}}                                            | {a: {'': 1}}
            {'$set': {a: 1, 'b.c': 2}}                              | {a: 1, b: {c: 2}}
            {'$set': {a: 1, b: 1}, a: 2}                            | {b: 1, a: 2}
            {'$setOnInsert': {a: 1}}                                | {a: 1}
            {'$unset': {a: 1, 'b.c': null}, d: 1}                   | {d: 1}
            {'$rename': {a: 'b'}}                                   | {}
            {'$inc': {n: 5}, s: 1}                                  | {n: 5, s: 1}
            {'$inc': {n: 2.5}}                                      | {n: 2.5}
            {'$mul': {i: 3, d: 2.5}}                                | {i: 0, d: 0.0}
            {'$mul': {d: {'$numberDecimal': '7.5'}}}                | {d: {'$numberDecimal': '0'}}
            {'$min': {a: 3}, '$max': {'b.c': 'x'}}                  | {a: 3, b: {c: 'x'}}
            {'$bit': {a: {and: 5}, o: {or: 5}, x: {xor: 6}}}        | {a: 0, o: 5, x: 6}
            {'$bit': {a: {or: 5, and: 4}}}                          | {a: 4}
            {'$push': {a: 1, 'b.c': {x: 1}}}                        | {a: [1], b: {c: [{x: 1}]}}
            {'$push': {a: [1, 2]}}                                  | {a: [[1, 2]]}
            {'$push': {a: {'$each': [1, 2], '$position': 0}}}       | {a: [1, 2]}
            {'$push': {a: {'$each': [3, 1, 2], '$sort': 1}}}        | {a: [1, 2, 3]}
            {'$push': {a: {'$each': [3, 1, 2], '$slice': 2}}}       | {a: [3, 1]}
            {'$push': {a: {'$each': [3, 1, 2], '$slice': -2}}}      | {a: [1, 2]}
            {'$push': {a: {'$each': [3, 1, 2], '$slice': -9}}}      | {a: [3, 1, 2]}
            {'$push': {a: {'$each': [1, 'x', null], '$sort': -1, '$slice': 2}}} | {a: ['x', 1]}
            {'$push': {a: {'$each': [{b: 2}, {b: {c: 1}}, {}, {b: 1}], '$sort': {b: 1}}}} | {a: [{}, {b: 1}, {b: 2}, {b: {c: 1}}]}
            {'$push': {a: {'$each': [{b: 1, c: 1}, {b: 1, c: 2}], '$sort': {b: 1, c: -1}}}} | {a: [{b: 1, c: 2}, {b: 1, c: 1}]}
            {'$push': {a: {'$ref': 'c', '$id': 1}}}                 | {a: [{'$ref': 'c', '$id': 1}]}
            {'$addToSet': {a: 1}}                                   | {a: [1]}
            {'$addToSet': {a: {'$each': [1, 2, 1.0, {x: 1}, {x: 1}]}}} | {a: [1, 2, {x: 1}]}
            {'$pop': {a: 1}, '$pull': {b: {'$gt': 3}}, '$pullAll': {c: [1]}} | {}
            {'$inc': {}, a: 1}                                      | {a: 1}
            """)
    void is_the_plain_keys_and_the_operators_on_an_empty_document(String body, String expected) {
        assertSame(doc(expected).append("_etag", ETAG), state(body));
    }

    @Test
    void keeps_the_width_of_an_operand() {
        assertInstanceOf(
                BsonInt64.class, state("{'$mul': {n: {'$numberLong': '3'}}}").get("n"));
        assertInstanceOf(
                BsonInt64.class,
                state("{'$bit': {n: {or: {'$numberLong': '3'}}}}").get("n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"true", "{'$type': 'date'}"})
    void sets_the_current_date(String type) {
        assertEquals(
                new BsonDateTime(NOW.toEpochMilli()),
                state("{'$currentDate': {d: " + type + "}}").get("d"));
    }

    @Test
    void sets_the_current_timestamp() {
        var timestamp = state("{'$currentDate': {'a.t': {'$type': 'timestamp'}}}")
                .getDocument("a")
                .get("t");
        assertEquals(new BsonTimestamp((int) NOW.getEpochSecond(), 1), timestamp);
    }

    @Test
    void creates_the_worked_example() {
        var state = state(
                "{_id: '00003', '$currentDate': {timestamp: true}, array: [{id: 21, value: 21}], count: 21, message: \"mickey's blog\"}");
        assertSame(
                new BsonDocument("timestamp", new BsonDateTime(NOW.toEpochMilli()))
                        .append("array", doc("{a: [{id: 21, value: 21}]}").get("a"))
                        .append("count", doc("{n: 21}").get("n"))
                        .append("message", doc("{m: \"mickey's blog\"}").get("m"))
                        .append("_etag", ETAG),
                state);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {a: 1, _x: 1, '_y.z': 2, _etag: 5}      | _x _y
            {'$set': {_x: 1, '_x.y': 1, a: 1}}      | _x
            {'$rename': {a: '_b', _c: 'd'}}         | _b _c
            {'$inc': {_n: 1}, '$unset': {_etag: 1}} | _n
            {a: {_b: 1}}                            | ``
            """)
    void drops_reserved_names_and_tells_which(String body, String dropped) {
        var translation = UpdateTranslator.replacement(doc(body), ETAG, NOW);
        assertEquals(dropped, String.join(" ", translation.dropped()));
        assertEquals(
                List.of("_etag"),
                translation.document().keySet().stream()
                        .filter(FieldName::isReserved)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a.$': 1}                             | INVALID_OPERATOR  | a.$
            {'$inc': {'a.$[].n': 1}}               | INVALID_OPERATOR  | a.$[].n
            {'$rename': {a: 'b.$[x]'}}             | INVALID_OPERATOR  | a
            {'arr.10001': 1}                       | INVALID_OPERATOR  | arr.10001
            {'arr.99999999999999': 1}              | INVALID_OPERATOR  | arr.99999999999999
            {'arr.9000': 1, 'brr.9000': 1}         | INVALID_OPERATOR  | brr.9000
            {'a.0': 1, 'a.b': 2}                   | CONFLICTING_PATHS | a.b
            {'a.b': 1, 'a.0': 2}                   | CONFLICTING_PATHS | a.0
            """)
    void refuses_what_an_empty_document_cannot_have(String body, ProblemType type, String path) {
        assertEquals(path, assertRefused(type, () -> state(body)).members().get("path"));
    }

    @Test
    void refuses_paths_deeper_than_a_document_can_be() {
        var path = IntStream.range(0, 101).mapToObj(_ -> "a").collect(Collectors.joining("."));
        assertRefused(ProblemType.TOO_DEEP, () -> state("{'" + path + "': 1}"));
        assertRefused(ProblemType.TOO_DEEP, () -> state("{'" + path.substring(2) + "': {}}"));
    }

    @Test
    void leaves_plain_documents_as_they_are() {
        var random = new RandomDocuments(new Random(20));
        for (int i = 0; i < 500; i++) {
            var document = random.document(4);
            assertSame(
                    document.clone().append("_etag", ETAG),
                    UpdateTranslator.replacement(document, ETAG, NOW).document());
        }
    }
}
