package dev.xylem.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathParserTest {

    @ParameterizedTest
    @CsvSource({
        "/, ''",
        "/db, db",
        "/db/, db",
        "/db/coll/a%20b, db|coll|a b",
        "/db/coll/a%2Fb, db|coll|a/b",
        "/db/coll/%E2%82%AC, db|coll|€",
        "/db/coll/a+b, db|coll|a+b",
        "/db/coll/%2541, db|coll|%41",
        "/db/coll/..., db|coll|...",
    })
    void decodesEachSegmentOnce(String path, String expected) {
        List<String> segments =
                PathParser.parse(path).stream().map(Segment::text).toList();

        assertEquals(expected, String.join("|", segments));
    }

    @Test
    void takesBytesThatTheClientDidNotEscape() {
        assertEquals("é", PathParser.parse("/\u00c3\u00a9").getFirst().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db",
                "//",
                "//db",
                "/db//",
                "/db//coll",
                "/db/./coll",
                "/db/../x",
                "/db/%2e%2E",
                "/db/%2e",
                "/db;x=1/coll",
                "/db/coll;",
                "/db/a\\b",
                "/db/%00",
                "/db/%0a",
                "/db/%7f",
                "/db/%c2%85",
                "/db/%zz",
                "/db/%4",
                "/db/%",
                "/db/%ff",
                "/db/%C0%AF",
                "/db/%ed%a0%80",
                "http://host/db",
                "/db#x",
                "*"
            })
    void refusesWhatTwoProgramsCouldReadDifferently(String path) {
        var refusal = assertThrows(ProblemException.class, () -> PathParser.parse(path));

        assertEquals(ProblemType.AMBIGUOUS_PATH, refusal.problem().type());
    }
}
