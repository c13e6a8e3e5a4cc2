package dev.xylem.request;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.ProblemException;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{a: 1}",
                "{a: {$gt: 1, $lt: 5}, $or: [{b: {$in: [1, 2]}}, {c: {$not: {$regex: '^x', $options: 'i'}}}]}",
                "{a: {$elemMatch: {b: {$exists: true}}}, $nor: [{d: {$size: 2}}]}",
                "{$expr: {$gt: [{$add: ['$a', 1]}, {$literal: {$where: 1}}]}}",
                "{$jsonSchema: {properties: {$where: {}}}}",
                "{loc: {$nearSphere: {$geometry: {type: 'Point', coordinates: [1, 2]}, $maxDistance: 5}}}",
                "{ref: {$ref: 'c', $id: 1, $db: 'd'}}",
            })
    void letsQueriesThrough(String filter) {
        assertDoesNotThrow(() -> FilterGuard.check("filter", BsonDocument.parse(filter)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{$where: '1'}|$where",
                "{a: {b: 1}, $where: '1'}|$where",
                "{$and: [{a: 1}, {$or: [{$where: '1'}]}]}|$and.1.$or.0.$where",
                "{a: {$not: {$where: 1}}}|a.$not.$where",
                "{a: {$elemMatch: {$where: 1}}}|a.$elemMatch.$where",
                "{$expr: {$cond: [{$function: {}}, 1, 0]}}|$expr.$cond.0.$function",
                "{$expr: {$accumulator: {}}}|$expr.$accumulator",
                "{$WHERE: 1}|$WHERE",
                "{a: {$foo: 1}}|a.$foo",
                "{$expr: {$where: 1}}|$expr.$where",
            })
    void refusesOperatorsWhereverTheyStand(String filter, String path) {
        var refusal =
                assertThrows(ProblemException.class, () -> FilterGuard.check("filter", BsonDocument.parse(filter)));

        assertEquals("operator-not-allowed", refusal.problem().type().code());
        assertEquals(path, refusal.problem().members().get("path"));
    }

    @Test
    void findsADeniedOperatorAtAnyPlaceOfARandomTree() {
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            BsonDocument tree = planted(random, 1 + random.nextInt(8)).asDocument();

            assertThrows(ProblemException.class, () -> FilterGuard.check("filter", tree), tree::toJson);
        }
    }

    /** A tree of allowed operators and fields with one denied operator at its bottom. */
    private static BsonValue planted(Random random, int depth) {
        if (depth == 0) {
            return new BsonDocument(
                    List.of("$where", "$function", "$accumulator", "$unknown").get(random.nextInt(4)),
                    new BsonInt32(1));
        }
        BsonValue inner = planted(random, depth - 1);
        return switch (random.nextInt(4)) {
            case 0 -> new BsonDocument("x", new BsonString("y")).append("field", inner);
            case 1 -> new BsonDocument("$and", new BsonArray(List.of(new BsonDocument("a", new BsonInt32(1)), inner)));
            case 2 -> new BsonDocument("a", new BsonDocument("$not", inner));
            default -> new BsonDocument("$expr", new BsonDocument("$and", new BsonArray(List.of(inner))));
        };
    }
}
