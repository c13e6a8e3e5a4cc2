package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1}|{a: 1, _id: 1}",
                "{a: -1}|{a: -1, _id: -1}",
                "{a: 1, b: -1}|{a: 1, b: -1, _id: -1}",
                "{_id: -1}|{_id: -1}",
                "{_id: 1, a: 1}|{_id: 1, a: 1}",
                "{}|{_id: 1}",
            })
    void theIdBreaksTiesInTheDirectionOfTheLastField(String sort, String order) {
        assertEquals(
                BsonDocument.parse(order), Keyset.of(BsonDocument.parse(sort)).order());
    }

    @Test
    void theReversedOrderRunsTheOtherWay() {
        assertEquals(
                BsonDocument.parse("{a: -1, b: 1, _id: 1}"),
                Keyset.of(BsonDocument.parse("{a: 1, b: -1}")).reversed().order());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{_id: 1, a: {b: 2}}|[2, 1]",
                "{_id: 1}|[null, 1]",
                "{_id: 1, a: 5}|[null, 1]",
                "{_id: 1, a: {b: null}}|[null, 1]",
                "{_id: 1, a: {b: {c: 1}}}|[{c: 1}, 1]",
            })
    void aPlaceHasAValueForEachField(String document, String place) {
        var keyset = Keyset.of(BsonDocument.parse("{'a.b': 1}"));

        assertEquals(
                BsonArray.parse(place),
                keyset.placeOf(BsonDocument.parse(document)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{_id: 1, a: [{b: 1}]}",
                "{_id: 1, a: {b: [1]}}",
                "{_id: 1, a: {b: []}}",
                "{_id: 1, a: {b: NaN}}",
                "{_id: 1, a: {b: {$numberDecimal: 'NaN'}}}",
                "{_id: 1, a: {b: /x/}}",
            })
    void arraysAndWhatNothingIsBeyondHaveNoPlace(String document) {
        var keyset = Keyset.of(BsonDocument.parse("{'a.b': 1}"));

        assertTrue(keyset.placeOf(BsonDocument.parse(document)).isEmpty());
    }

    @Test
    void beyondAValueAreHigherOnesOfItsTypeAndHigherTypes() {
        var ids = Keyset.of(BsonDocument.parse("{_id: -1}"));

        assertEquals(
                BsonDocument.parse("{$or: [{_id: {$lt: 5}}, {_id: null}, {_id: {$type: [-1]}}]}"),
                ids.after(BsonArray.parse("[5]")));
    }

    @Test
    void nothingIsBeyondTheLastPlaceOfAll() {
        var keyset = Keyset.of(BsonDocument.parse("{a: -1, _id: 1}"));

        BsonDocument after = keyset.after(BsonArray.parse("[{$minKey: 1}, {$maxKey: 1}]"));

        assertEquals(BsonDocument.parse("{_id: {$in: []}}"), after);
    }
}
