package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.FieldRules;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "s | {_id: 1, a: 2, s: 3} | {_id: 1, a: 2}",
                "s | {_id: 1, s: {t: 1}} | {_id: 1}",
                "p.s | {p: {s: 1, t: 2}} | {p: {t: 2}}",
                "p.s | {p: [{s: 1, t: 2}, 3, [{s: 1}]]} | {p: [{t: 2}, 3, [{}]]}",
                "p.s | {p: 5} | {p: 5}",
                "p.s.t | {p: {s: {t: 1, u: 2}}} | {p: {s: {u: 2}}}",
            })
    void takesOutWhatIsHidden(String hidden, String document, String shown) {
        assertEquals(BsonDocument.parse(shown), masked(new FieldRules(Set.of(), Set.of(hidden), Set.of()), document));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a | {_id: 1, a: 2, s: 3} | {_id: 1, a: 2}",
                "a | {_id: 1, a: {b: 1}} | {_id: 1, a: {b: 1}}",
                "p.t | {_id: 1, p: {s: 1, t: 2}} | {_id: 1, p: {t: 2}}",
                "p.t | {_id: 1, p: 5} | {_id: 1}",
                "p.t | {_id: 1, p: [{s: 1, t: 2}, 3]} | {_id: 1, p: [{t: 2}]}",
            })
    void showsWhatIsNamedAlone(String shown, String document, String left) {
        assertEquals(
                BsonDocument.parse(left), masked(new FieldRules(Set.of("_id", shown), Set.of(), Set.of()), document));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "s | {_id: 1, a: 2} | {_id: 1, s: 3, a: 0} | {_id: 1, a: 2, s: 3}",
                "s | {_id: 1, s: 9} | {_id: 1, s: 3} | {_id: 1, s: 9}",
                "p.s | {_id: 1, p: {t: 5}} | {_id: 1, p: {s: 3, t: 0}} | {_id: 1, p: {t: 5, s: 3}}",
                "p.s | {_id: 1} | {_id: 1, p: {s: 3, t: 0}} | {_id: 1, p: {s: 3}}",
                "p.s | {_id: 1} | {_id: 1, p: {t: 0}} | {_id: 1}",
            })
    void aReplacementKeepsWhatItCannotSee(String hidden, String state, String before, String after) {
        var mask = new Mask(new FieldRules(Set.of(), Set.of(hidden), Set.of()));

        assertEquals(BsonDocument.parse(after), mask.keeping(BsonDocument.parse(state), BsonDocument.parse(before)));
    }

    private static BsonDocument masked(FieldRules rules, String document) {
        RawBsonDocument masked = new Mask(rules).of(RawBsonDocument.parse(document));
        return BsonDocument.parse(masked.toJson());
    }
}
