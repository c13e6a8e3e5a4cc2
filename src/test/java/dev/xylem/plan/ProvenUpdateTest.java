package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenUpdateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{$set: {a: 1}} | {owner: 'me'} | true",
                "{$set: {a: 1}, $inc: {n: 1}} | {owner: 'me', $or: [{b: 1}, {c: 2}]} | true",
                "{$set: {owner: 'me'}} | {owner: 'me'} | true",
                "{$set: {owner: {id: 'me'}}} | {'owner.id': 'me'} | true",
                "{$set: {owner: 'me', a: 1}} | {$and: [{owner: 'me'}, {state: {$ne: 'closed'}}]} | true",
                "{$set: {'tags.0': 'x'}} | {tags: 'x'} | false",
                "{$set: {'owner.id': 'me'}} | {owner: {id: 'me'}} | false",
                "{$inc: {n: 1}} | {n: {$lt: 5}} | false",
                "{$unset: {owner: ''}} | {owner: 'me'} | false",
                "{$rename: {x: 'owner'}} | {owner: 'me'} | false",
                "{$push: {tags: 'x'}} | {'tags.a': 1} | false",
                "{$set: {a: 1}} | {$expr: {$eq: ['$$ROOT.a', 1]}} | false",
                "{$set: {a: 1}} | {$expr: {$eq: ['$b', 1]}} | true",
                "{$set: {a: 1}} | {$or: [{a: 1}, {b: 1}]} | false",
            })
    void isProvenWhereTheFilterStillHolds(String update, String filter, boolean proven) {
        assertEquals(proven, ProvenUpdate.of(BsonDocument.parse(update), BsonDocument.parse(filter)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{$set: {owner: 'you'}} | {owner: 'me'}",
                "{$set: {owner: null}} | {owner: 'me'}",
                "{$set: {'owner.id': 'you'}} | {'owner.id': 'me'}",
                "{$set: {a: 3}} | {$or: [{a: 1}, {a: 2}]}",
            })
    void isRefusedWhereTheFilterCannotHold(String update, String filter) {
        var parsed = BsonDocument.parse(update);

        var refused = assertThrows(ProblemException.class, () -> ProvenUpdate.of(parsed, BsonDocument.parse(filter)));

        assertEquals(ProblemType.OUTSIDE_WRITE_FILTER, refused.problem().type());
    }
}
