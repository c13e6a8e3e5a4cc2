package dev.xylem.security.policy;

import static dev.xylem.security.policy.PolicyFixture.allowed;
import static dev.xylem.security.policy.PolicyFixture.denied;
import static dev.xylem.security.policy.PolicyFixture.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Caller;
import dev.xylem.config.SettingsException;
import dev.xylem.fixture.Requests;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFilesTest {
    private static String refusal(String yaml) {
        String text =
                assertThrows(SettingsException.class, () -> policy(yaml), yaml).text();
        return text.replaceAll("\\S*security\\d+\\.yml", "F");
    }

    private static String refusalOfRule(String rest) {
        return refusal("permissions:\n  - role: a\n    predicate: 'true'\n" + rest);
    }

    /** Peer-behaviour, section 7: the older system's own samples. */
    @Test
    void readsTheSamplesOfTheOlderSystem() {
        PolicyManager policy = policy("""
                users:
                  - userid: admin
                    password: changeit
                    roles: [admins]
                permissions:
                  - role: admins
                    predicate: path-prefix[path="/"]
                  - role: $unauthenticated
                    predicate: path-prefix[path="/publicdb/"] and method[value="GET"]
                  - role: users
                    predicate: path-prefix[path="/publicdb/"]
                """);

        allowed(
                policy,
                Requests.of("DELETE", "/db/coll/1").as("admin", "admins").parse());
        allowed(policy, Requests.of("GET", "/publicdb/coll").parse());
        denied(policy, Requests.of("PUT", "/publicdb/coll").parse());
        denied(policy, Requests.of("GET", "/publicdbx").parse());
        allowed(policy, Requests.of("PUT", "/publicdb/coll").as("u", "users").parse());
        denied(policy, Requests.of("GET", "/other").as("u", "users").parse());
    }

    @Test
    void readsRulesOfRestheart9() {
        PolicyManager policy = policy("""
                permissions:
                  - roles: [ user ]
                    predicate: >
                      path-template('/{tenant}/*') and equals(@user.tenant, ${tenant})
                      and qparams-whitelist(page, pagesize)
                    priority: 100
                    mongo:
                      readFilter: '{"_$or": [{"status": "public"}, {"author": "%USER"}]}'
                      writeFilter: { author: "@user._id" }
                      mergeRequest: { "author": "@user._id", "when": "@now" }
                      projectResponse: { secret: 0 }
                      allowWriteMode: true
                """);

        var grant = allowed(
                policy,
                Requests.of("GET", "/acme/coll?page=1")
                        .as(new Caller("anna", Set.of("user"), BsonDocument.parse("{tenant: 'acme'}")))
                        .parse());

        assertEquals(
                BsonDocument.parse("{$or: [{status: 'public'}, {author: 'anna'}]}"),
                grant.rows().read());
    }

    @Test
    void emptyPermissionsAllowNothing() {
        denied(policy("permissions: []"), Requests.of("GET", "/").as("u", "a").parse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "~", "users: []"})
    void aFileWithoutPermissionsIsRefused(String yaml) {
        assertTrue(refusal(yaml).contains("permissions: []"));
    }

    @Test
    void tellsFileLineAndColumnOfABadPredicate() {
        String unknown = "predicate: unknown predicate \"pth\"; did you mean path?";

        assertEquals("F:3:25: " + unknown, refusal("permissions:\n  - role: a\n    predicate: true and pth[/b]\n"));
        assertEquals("F:1:49: " + unknown, refusal("permissions: [{role: a, predicate: 'true and (  pth[/b])'}]"));
        assertEquals(
                "F:5:13: " + unknown,
                refusal("permissions:\n  - role: a\n    predicate: |\n      true\n        and pth[/b]\n"));
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        String text = refusal("""
                permissions:
                  - {role: a, predicate: 'pth[/a]'}
                  - {role: a, predicate: 'true', mongo: {readfilter: {}, writeFilter: {a: {$foo: 1}}}}
                """);

        assertEquals(3, text.lines().count(), text);
        assertTrue(text.contains("did you mean readFilter?"));
        assertTrue(text.contains("$foo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permissions: {a: b}",
                "permissions: [{predicate: 'true'}]",
                "permissions: [{role: a}]",
                "permissions: [{role: [], predicate: 'true'}]",
                "permissions: [{role: a, roles: [b], predicate: 'true'}]",
                "permissions: [{role: a, predicate: ''}]",
                "permissions: [{role: a, predicate: 'true', priority: high}]",
                "permissions: [{role: a, predicate: 'true', prio: 1}]",
                "permissions: [{id: x, role: a, predicate: 'true'}, {id: x, role: a, predicate: 'true'}]",
                "permissions: [{role: a, role: b, predicate: 'true'}]",
                "permission: []",
                "permissions: [",
                "- a",
                "permissions: [&x {role: a, predicate: 'true'}, *x]",
                "permissions: []\ntests: [{as: nobody, path: /, expect: deny}]",
                "permissions: []\ntests: [{as: anonymous, path: /, expect: maybe}]",
                "permissions: []\ntests: [{as: anonymous, expect: deny}]"
            })
    void refusesWhatIsNoPolicy(String yaml) {
        assertTrue(refusal(yaml).startsWith("F"), yaml);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readFilter: {$where: '1'}",
                "readFilter: {a: {$near: [1, 2]}}",
                "readFilter: {$text: {$search: x}}",
                "readFilter: {$and: [{a: {$elemMatch: {b: {$function: 1}}}}]}",
                "readFilter: {$expr: {$function: {body: x}}}",
                "readFilter: {a: {$regex: '@user'}}",
                "readFilter: {a: {$not: '@user'}}",
                "readFilter: {a: {$type: '@user'}}",
                "readFilter: {a: '@usr'}",
                "readFilter: {a: {b: {$gt: 1}}}",
                "readFilter: {a: {$gt: 1, b: 2}}",
                "readFilter: [1]",
                "readFilter: 'no json'",
                "readFilter: {$or: {a: 1}}",
                "readFilter: {$gt: 1}",
                "writeFilter: {$expr: {$eq: [$a, 1]}}",
                "mergeRequest: {_owner: '@user'}",
                "mergeRequest: {$set: {a: 1}}",
                "mergeRequest: {a: {$inc: 1}}",
                "mergeRequest: {a._b: 1}",
                "projectResponse: {a: 1, b: 0}",
                "projectResponse: {a: {$slice: 1}}",
                "projectResponse: {a: 2}",
                "projectResponse: {years.2024: 1}",
                "projectResponse: {$x: 1}",
                "allowBulkPatch: sometimes",
                "allowEverything: true"
            })
    void refusesTemplatesThatCouldBecomeMoreThanValues(String mongo) {
        assertTrue(refusalOfRule("    mongo: {" + mongo + "}\n").contains("mongo."), mongo);
    }

    @Test
    void runsTheTestsInTheFile() {
        String policy = """
                permissions:
                  - {role: user, predicate: 'path-prefix["/db"]', mongo: {readFilter: {owner: '@user', t: '@user.tenant'}}}
                tests:
                  - {as: {user: anna, roles: [user], tenant: x}, path: /db/coll, expect: allow, filter: {owner: anna, t: x}}
                  - {as: {user: anna, roles: user}, method: PUT, path: /db/coll/1, body: {a: 1}, expect: allow}
                  - {as: anonymous, path: /db/coll, expect: 401}
                  - {as: {user: anna}, path: /db/coll, expect: deny}
                """;
        policy(policy);

        for (String[] change : new String[][] {
            {"filter: {owner: anna", "filter: {owner: bob"},
            {"{a: 1}, expect: allow", "{a: 1}, expect: deny"},
            {"as: anonymous, path: /db/coll, expect: 401", "as: anonymous, path: /db/coll, expect: allow"},
            {"{user: anna}, path: /db/coll, expect: deny", "{user: anna}, path: /db/coll, expect: 401"},
            {"path: /db/coll, expect: 401", "path: /db//coll, expect: 401"}
        }) {
            assertTrue(refusal(policy.replace(change[0], change[1])).contains("test "), change[1]);
        }
    }

    @Test
    void namesTheCollectionOfStoredPermissions() {
        policy("dbam: [{db: config_db, coll: acl}]", "mongo");
        policy("permissions: []\ndbam: [{db: d, coll: acl, cache-ttl: 1000}]", "file-and-mongo");

        for (String wrong : new String[] {
            "permissions: []",
            "dbam: []",
            "dbam: [{db: d}]",
            "dbam: [{db: d, coll: c, cache-ttl: 60000}]",
            "dbam: [{db: admin, coll: c}]",
            "dbam: [{db: d, coll: c, collection: x}]"
        }) {
            assertThrows(SettingsException.class, () -> policy(wrong, "mongo"), wrong);
        }
    }
}
