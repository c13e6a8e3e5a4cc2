package dev.xylem.security.predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    path-prefx['/a']             | 1  | unknown predicate "path-prefx"; did you mean path-prefix?
                    path['/a'] or                | 14 | expected a predicate such as path-prefix["/db"], not, true, false or (, found the end of the predicate
                    path['/a'] path['/b']        | 12 | expected and, or, or the end, found "path"
                    (path['/a']                  | 12 | expected and, or, or a closing ), found the end of the predicate
                    path['/a'                    | 10 | expected a comma or a closing ], found the end of the predicate
                    path['/a)                    | 6  | this quote is never closed; expected ' after the text
                    path[]                       | 1  | path needs its parameter path
                    path                         | 1  | path needs its parameter path
                    path[paht='/a']              | 6  | unknown parameter "paht" of path; did you mean path?
                    path['/a',]                  | 11 | expected a value after the comma, found "]"
                    secure[x]                    | 8  | secure has no parameters
                    qparams-size[two]            | 14 | expected a whole number, found "two"
                    regex['(']                   | 9  | expected a regular expression: Unclosed group
                    regex[pattern=a, pattern=b]  | 18 | the parameter pattern is given twice
                    method[GTE]                  | 8  | expected a method (did you mean GET?), found "GTE"
                    equals[%x, a]                | 8  | unknown attribute %x; a percent sign itself is written %%
                    equals[%{REMOTE_IPP}, a]     | 8  | unknown attribute %{REMOTE_IPP}; did you mean %{REMOTE_IP}?
                    equals[a]                    | 8  | expected at least two values to compare, found "a"
                    exists[@usr]                 | 8  | unknown variable @usr; did you mean @user?
                    collection['a']              | 12 | expected a collection as database/collection, found the text 'a'
                    AND                          | 1  | unknown predicate "AND"; did you mean in?
                    path-template['/{a}/{a}']    | 15 | expected a template such as /{db}/coll/{id} or /{db}/*, whose names differ, found the text '/{a}/{a}'
                    """)
    void saysWhatWasExpectedAndWhere(String predicate, int column, String message) {
        var fault = assertThrows(SyntaxException.class, () -> PredicateParser.parse(predicate));

        assertEquals(message, fault.getMessage());
        assertEquals(column, fault.column(predicate));
    }

    @Test
    void tellsTheLineInATextOfSeveral() {
        String text = "path['/a']\n  and pth['/b']";

        var fault = assertThrows(SyntaxException.class, () -> PredicateParser.parse(text));

        assertEquals(2, fault.line(text));
        assertEquals(7, fault.column(text));
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThrows(SyntaxException.class, () -> PredicateParser.parse("not ".repeat(100_000) + "true"));
        assertThrows(SyntaxException.class, () -> PredicateParser.parse("(".repeat(100_000) + "true"));
    }

    @Test
    void readsOrRefusesEveryText() {
        String[] pieces = {
            "path",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "'",
            "\"",
            ",",
            "=",
            " ",
            "and",
            "or",
            "not",
            "true",
            "%u",
            "%{",
            "${x}",
            "@user",
            "/a",
            "\\",
            "regex",
            "equals",
            "\n",
            "@qparams['x']",
            "@",
            "%",
            "$"
        };
        var random = new Random(7);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                PredicateParser.parse(text.toString());
                read++;
            } catch (SyntaxException e) {
                assertTrue(e.offset() >= 0 && e.offset() <= text.length() + 1, text::toString);
            }
        }
        assertTrue(read > 0);
    }
}
