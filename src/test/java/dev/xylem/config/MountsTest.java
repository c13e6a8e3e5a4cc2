package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "*"                 | /
                    "*"                 | /all/of/it
                    /db                 | /
                    /db/coll            | /x
                    /db/coll/id         | /x/y
                    "/{tenant}_db/coll" | "/{tenant}/api"
                    "/{a}/{b}"          | "/{a}/{b}/{c}"
                    """)
    void aMountLeadsFromWhereToWhat(String what, String where) {
        var mount = Given.file("mongo-mounts:\n  - what: " + what + "\n    where: " + where)
                .settings()
                .mongoMounts()
                .getFirst();
        assertEquals(what.replace("\"", ""), mount.what());
        assertEquals(where.replace("\"", ""), mount.where());
        assertEquals(new Origin("xylem.yml", 2), mount.origin());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    db             | /           | what: expected "*", /db, /db/coll or /db/coll/id, found "db"
                    /              | /           | what: expected "*", /db
                    /a/b/c/d       | /           | what: expected "*", /db
                    /a//b          | /           | what: expected a path without empty, ".", ".." or "*" segments
                    /a/*           | /           | what: expected a path without empty
                    /db            | api         | where: expected a path that starts with /, found "api"
                    /db            | /_logic     | where: expected a path that does not start with /_
                    /db            | /a/../b     | where: expected a path without empty
                    /db            | /a%20b      | where: expected a path written plainly
                    /db            | "/{a b}"    | where: expected variables as {name}
                    /db            | "/{a"       | where: expected variables as {name}
                    /db            | "/x{a}"     | where: expected a variable to be a whole segment
                    /db            | "/{a}/{a}"  | where: expected each variable once, found {a} twice
                    "/{tenant}"    | /api        | what: uses {tenant}, which where does not have
                    """)
    void aMountThatCannotWorkIsRefusedWithItsLine(String what, String where, String expected) {
        var refusal = Given.file("mongo-mounts:\n  - where: " + where + "\n    what: " + what)
                .refusal();
        var line = expected.startsWith("what") ? 3 : 2;
        assertTrue(refusal.startsWith("xylem.yml:" + line + ": mongo-mounts[0]." + expected), refusal);
    }

    @Test
    void oneTrailingSlashIsIgnored() {
        var mount = Given.file("mongo-mounts: [{what: /db/, where: /x/}]")
                .settings()
                .mongoMounts()
                .getFirst();
        assertEquals("/db", mount.what());
        assertEquals("/x", mount.where());
    }

    @Test
    void twoMountsWithTheSameWhereAreRefused() {
        assertEquals(
                "xylem.yml:3: mongo-mounts: two mounts have the same where, /x; the other is on line 2",
                Given.file("mongo-mounts:\n- {what: /a, where: /x}\n- {what: /b, where: /x/}")
                        .refusal());
    }

    @Test
    void twoTemplatesThatDifferByNamesOnlyAreTheSame() {
        var refusal = Given.file("mongo-mounts: [{what: /a, where: '/{x}/b'}, {what: /b, where: '/{y}/b'}]")
                .refusal();
        assertTrue(refusal.contains("two mounts have the same where"), refusal);
    }

    @Test
    void aMountNeedsBothSidesAndNothingElse() {
        assertEquals("""
                xylem.yml:1: mongo-mounts[0].where: missing; expected a path that starts with /
                xylem.yml:1: mongo-mounts[0].wher: unknown key; expected what, where""", Given.file("mongo-mounts: [{what: /db, wher: /}]").refusal());
    }
}
