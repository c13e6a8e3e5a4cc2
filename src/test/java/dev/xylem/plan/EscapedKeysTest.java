package dev.xylem.plan;

import static dev.xylem.plan.Bson.assertSame;
import static dev.xylem.plan.Bson.doc;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedKeysTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {$match: {'a.b': '$c', d: [{$gt: 1}]}} | {_$match: {'a::b': '$c', d: [{_$gt: 1}]}}
            {a: 1, b$: 2, _c: 3}                   | {a: 1, b$: 2, _c: 3}
            {'a.$**': {$ref: 'x'}}                 | {'a::$**': {_$ref: 'x'}}
            """)
    void are_stored_as_the_peer_stores_them(String given, String stored) {
        assertSame(doc(stored), EscapedKeys.escape(doc(given)).asDocument());
        assertSame(doc(stored), EscapedKeys.escape(doc(stored)).asDocument());
        assertSame(doc(given), EscapedKeys.unescape(doc(stored)).asDocument());
        assertSame(doc(given), EscapedKeys.unescape(doc(given)).asDocument());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {a: '_$b'}           | {a: '$b'}
            {a: ['_$b', 'c_$d']} | {a: ['$b', 'c_$d']}
            """)
    void paths_that_the_peer_escaped_too_are_read(String stored, String shown) {
        assertSame(doc(shown), EscapedKeys.unescape(doc(stored)).asDocument());
    }

    @RepeatedTest(100)
    void come_back_as_they_were(RepetitionInfo info) {
        var given = new RandomDocuments(new Random(info.getCurrentRepetition())).document(4);
        given.append("$a", new BsonDocument("b.c", given.clone()));
        assertSame(given, EscapedKeys.unescape(EscapedKeys.escape(given)).asDocument());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {aggrs: [{$match: 1}], $other: {$match: 1}}    | {aggrs: [{_$match: 1}], $other: {$match: 1}}
            {$set: {aggrs: [{$match: 1}], b: {$match: 1}}} | {$set: {aggrs: [{_$match: 1}], b: {$match: 1}}}
            {$setOnInsert: {aggrs: {$match: 1}}}           | {$setOnInsert: {aggrs: {_$match: 1}}}
            """)
    void concern_the_properties_that_hold_pipelines_only(String body, String stored) {
        assertSame(doc(stored), Definitions.escaped(doc(body)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {_id: 'x', n: {_$a: 1}}                      | {_id: 'x', n: {_$a: 1}}
            {_id: 'x', aggrs: [{_$a: 1}], n: {_$a: '_$'}} | {_id: 'x', aggrs: [{$a: 1}], n: {_$a: '_$'}}
            """)
    void are_undone_where_properties_are_shown(String stored, String shown) {
        var raw = new RawBsonDocument(doc(stored), new BsonDocumentCodec());
        assertEquals(doc(shown), Definitions.shown(raw).decode(new BsonDocumentCodec()));
    }
}
