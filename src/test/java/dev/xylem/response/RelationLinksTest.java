package dev.xylem.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.Mount;
import dev.xylem.api.Namespace;
import dev.xylem.plan.Relation;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationLinksTest {
    private static final Namespace TARGET = new Namespace("db", "t");
    private static final BsonDocument DOCUMENT =
            BsonDocument.parse("{_id: 0, one: 'x', many: [0, 1], quoted: [\"it's\"], deep: [{id: 3}, {id: 4}]}");

    private static Optional<String> href(Mount mount, boolean owning, String type, List<String> path) {
        var relation = new Relation("r", owning, type.endsWith("_TO_MANY"), type.startsWith("MANY_"), TARGET, path);
        return new RelationLinks(mount).href(DOCUMENT, relation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "true|ONE_TO_ONE|one|/db/t/x",
                "true|MANY_TO_ONE|one|/db/t/x",
                "true|ONE_TO_MANY|many|/db/t?filter=%7B%27_id%27:%7B%27%24in%27:%5B0,1%5D%7D%7D",
                "true|MANY_TO_MANY|quoted|/db/t?filter=%7B%27_id%27:%7B%27%24in%27:%5B%22it%27s%22%5D%7D%7D",
                "true|MANY_TO_MANY|deep.[*].id|/db/t?filter=%7B%27_id%27:%7B%27%24in%27:%5B3,4%5D%7D%7D",
                "false|ONE_TO_MANY|ref|/db/t?filter=%7B%27ref%27:0%7D",
                "false|MANY_TO_MANY|a.[*].ref|/db/t?filter=%7B%27a.ref%27:%7B%27%24elemMatch%27:%7B%27%24eq%27:0%7D%7D%7D",
            })
    void leadToTheTargets(boolean owning, String type, String path, String expected) {
        assertEquals(Optional.of(expected), href(new Mount("", ""), owning, type, List.of(path.split("\\.", -1))));
    }

    @ParameterizedTest
    @CsvSource({"ONE_TO_ONE, many", "ONE_TO_MANY, one", "ONE_TO_ONE, absent"})
    void needAReferenceOfTheRightForm(String type, String path) {
        assertEquals(Optional.empty(), href(new Mount("", ""), true, type, List.of(path)));
    }

    @Test
    void stayInsideTheMount() {
        assertEquals(Optional.of("/m/t/x"), href(new Mount("/db", "/m"), true, "ONE_TO_ONE", List.of("one")));
        assertEquals(Optional.empty(), href(new Mount("/other", "/m"), true, "ONE_TO_ONE", List.of("one")));
        assertEquals(Optional.empty(), href(new Mount("/db/coll", "/m"), true, "ONE_TO_ONE", List.of("one")));
    }
}
