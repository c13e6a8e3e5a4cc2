package dev.xylem.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an explanation says of the documents that were read. */
class ExplanationsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {queryPlanner: {}, executionStats: {nReturned: 3, totalDocsExamined: 42}}                                         | 42 | 3
            {executionStats: {nReturned: {$numberLong: '3'}, totalDocsExamined: {$numberLong: '42'}}}                         | 42 | 3
            {stages: [{$cursor: {executionStats: {nReturned: 3, totalDocsExamined: 42}}, nReturned: 3}, {$sort: {}}]}         | 42 | 3
            {queryPlanner: {}}                                                                                                | -1 | -1
            {queryPlanner: {}, executionStats: {}}                                                                            | -1 | -1
            {stages: []}                                                                                                      | -1 | -1
            {stages: [{$sort: {}}]}                                                                                           | -1 | -1
            """)
    void comesFromWhereMongoDbPutsIt(String plan, long scanned, long returned) {
        BsonDocument figures = MongoExplanations.figures(BsonDocument.parse(plan));

        assertEquals(figure(scanned), MongoExplanations.number(figures, "totalDocsExamined"));
        assertEquals(figure(returned), MongoExplanations.number(figures, "nReturned"));
    }

    private static OptionalLong figure(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
