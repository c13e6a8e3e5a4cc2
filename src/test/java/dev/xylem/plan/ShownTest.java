package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}|[]",
                "{a: 1}|{a: 1}|[]",
                "{b: 1}|{b: 1, a: 1}|[a]",
                "{b: 1, _id: 0}|{b: 1, _id: 1, a: 1}|[a, _id]",
                "{a: 0}|{}|[a]",
                "{b: 0}|{b: 0}|[]",
                "{_id: 0}|{}|[_id]",
                "{_id: 1}|{_id: 1, a: 1}|[a]",
                "{c: {$slice: 1}}|{c: {$slice: 1}}|[]",
            })
    void theOrdersFieldsAreFetchedAndTakenOutAgain(String keys, String wanted, String extra) {
        Shown shown = Shown.of(BsonDocument.parse(keys), new LinkedHashSet<>(List.of("a", "_id")));

        assertEquals(BsonDocument.parse(wanted), shown.keys());
        assertEquals(extra, shown.extra().toString());
    }

    @Test
    void whatTheCallerAskedForBesideItStays() {
        Shown shown = Shown.of(BsonDocument.parse("{'a.c': 1}"), Set.of("a.b"));
        BsonDocument document = BsonDocument.parse("{a: {b: 1, c: 2}, d: [{a: 1}]}");

        shown.strip(document);

        assertEquals(BsonDocument.parse("{a: {c: 2}, d: [{a: 1}]}"), document);
    }

    @Test
    void aPartOfWhatTheOrderGoesByTellsNoPlace() {
        assertFalse(Shown.of(BsonDocument.parse("{'a.b': 1}"), Set.of("a")).tellsPlaces());
    }
}
