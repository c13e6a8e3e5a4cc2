package dev.xylem.security.policy;

import static dev.xylem.security.policy.PolicyFixture.allowed;
import static dev.xylem.security.policy.PolicyFixture.denied;
import static dev.xylem.security.policy.PolicyFixture.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Caller;
import dev.xylem.fixture.Requests;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What variables become: values, and never operators. */
class BindingTest {
    private static final Caller ANNA = new Caller("anna", Set.of("b", "a"), BsonDocument.parse("""
            {tenant: 'acme', n: 5, ids: [1, 2], none: null, doc: {$gt: ''}, plain: {x: 1}, regex: {$regularExpression: {pattern: '.*', options: ''}},
             regexes: [{$regularExpression: {pattern: '.*', options: ''}}], docs: [{$gt: ''}], team: {lead: 'bob'}}"""));
    private static final String NOTHING = "{_id: {$in: []}}";

    private static BsonDocument read(String filter, String target) {
        PolicyManager policy = policy("permissions: [{role: a, predicate: 'true', mongo: {readFilter: '"
                + filter.replace("'", "''") + "'}}]");
        return allowed(policy, Requests.of("GET", target).as(ANNA).parse())
                .rows()
                .read();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"o": "@user"}                          | {o: 'anna'}
                    {"o": "%USER"}                          | {o: 'anna'}
                    {"o": "@@user"}                         | {o: '@user'}
                    {"o": "@user.tenant", "x": 1}           | {o: 'acme', x: 1}
                    {"o": "@user.team.lead"}                | {o: 'bob'}
                    {"o": "@user.n"}                        | {o: 5}
                    {"o": "@user.doc"}                      | {o: {$eq: {$gt: ''}}}
                    {"o": "@user.plain"}                    | {o: {$eq: {x: 1}}}
                    {"o": "@user.ids"}                      | {o: {$eq: [1, 2]}}
                    {"o": {"$ne": "@user.plain"}}           | {o: {$ne: {x: 1}}}
                    {"o": {"$in": "@user.ids"}}             | {o: {$in: [1, 2]}}
                    {"o": {"$in": "@user.roles"}}           | {o: {$in: ['a', 'b']}}
                    {"o": {"$in": ["@user", "x"]}}          | {o: {$in: ['anna', 'x']}}
                    {"o": {"$elemMatch": {"u": "@user"}}}   | {o: {$elemMatch: {u: 'anna'}}}
                    {"o": {"$not": {"$eq": "@user"}}}       | {o: {$not: {$eq: 'anna'}}}
                    {"o": {"p": "@user", "q": ["@user"]}}   | {o: {p: 'anna', q: ['anna']}}
                    {"$or": [{"o": "@user"}, {"p": true}]}  | {$or: [{o: 'anna'}, {p: true}]}
                    {"$expr": {"$eq": ["$o", "@user"]}}     | {$expr: {$eq: ['$o', {$literal: 'anna'}]}}
                    {"$expr": {"$eq": ["$o", "@user.doc"]}} | {$expr: {$eq: ['$o', {$literal: {$gt: ''}}]}}
                    {"_$and": [{"o": "@user"}]}             | {$and: [{o: 'anna'}]}
                    {"o": "@request.method"}                | {o: 'GET'}
                    {"o": "@request.path"}                  | {o: '/db/coll'}
                    {"o": "@request.remoteIp"}              | {o: '10.1.2.3'}
                    """)
    void bindsValues(String filter, String expected) {
        assertEquals(BsonDocument.parse(expected), read(filter, "/db/coll"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"o": "@user.missing"}
                    {"o": "@user.none"}
                    {"o": "@user.tenant.deeper"}
                    {"o": {"$ne": "@user.missing"}}
                    {"$nor": [{"o": "@user.missing"}]}
                    {"$or": [{"o": "@user.missing"}, {"p": true}]}
                    {"o": {"$in": ["@user.regex"]}}
                    {"o": {"$nin": "@user.regexes"}}
                    {"o": {"$all": "@user.docs"}}
                    {"o": {"$in": "@user.tenant"}}
                    {"o": {"$ne": "@user.regex"}}
                    {"o": {"$gt": "@user.regex"}}
                    {"o": {"$ne": "@user.doc"}}
                    {"o": "@qparams['missing']"}
                    {"o": "@qparams['twice']"}
                    {"o": "@request.body.x"}
                    """)
    void withoutAFittingValueNothingMatches(String filter) {
        assertEquals(BsonDocument.parse(NOTHING), read(filter, "/db/coll?twice=1&twice=2"));
    }

    @Test
    void aRegularExpressionThatIsBoundIsNotSearchedFor() {
        assertEquals(
                BsonDocument.parse("{o: {$eq: {$regularExpression: {pattern: '.*', options: ''}}}}")
                        .toJson(),
                read("{\"o\": \"@user.regex\"}", "/db/coll").toJson());
    }

    @Test
    void parametersStayTexts() {
        String target = "/db/coll?x=%7B%22$gt%22:%22%22%7D&y=$name&z=@user";

        assertEquals(BsonDocument.parse("{o: '{\"$gt\":\"\"}'}"), read("{\"o\": \"@qparams['x']\"}", target));
        assertEquals(BsonDocument.parse("{o: '@user'}"), read("{\"o\": \"@qparams['z']\"}", target));
        assertEquals(
                BsonDocument.parse("{$expr: {$eq: ['$o', {$literal: '$name'}]}}"),
                read("{\"$expr\": {\"$eq\": [\"$o\", \"@qparams['y']\"]}}", target));
    }

    @Test
    void nowIsInWholeSeconds() {
        long millis = read("{\"t\": {\"$lt\": \"@now\"}}", "/db/coll")
                .getDocument("t")
                .getDateTime("$lt")
                .getValue();

        assertEquals(0, millis % 1000);
        assertTrue(Math.abs(System.currentTimeMillis() - millis) < 60_000);
    }

    @Test
    void whatIsMergedIsBoundOnWritesOnly() {
        PolicyManager policy = policy("permissions: [{role: a, predicate: 'true', mongo: {mergeRequest: "
                + "{owner: '@user', a: {b: ['@user.plain']}, t: \"@qparams['t']\"}}}]");

        assertEquals(
                BsonDocument.parse("{owner: 'anna', a: {b: [{x: 1}]}, t: 'x'}"),
                allowed(
                                policy,
                                Requests.of("PUT", "/db/coll/1?t=x")
                                        .as(ANNA)
                                        .body("{}")
                                        .parse())
                        .rows()
                        .merge());
        denied(policy, Requests.of("PUT", "/db/coll/1").as(ANNA).body("{}").parse());
        allowed(policy, Requests.of("GET", "/db/coll/1").as(ANNA).parse());
        allowed(policy, Requests.of("DELETE", "/db/coll/1").as(ANNA).parse());
    }

    @Test
    void documentsWithOperatorsAreNotMerged() {
        PolicyManager policy =
                policy("permissions: [{role: a, predicate: 'true', mongo: {mergeRequest: {o: '@user.doc'}}}]");

        denied(policy, Requests.of("PUT", "/db/coll/1").as(ANNA).body("{}").parse());
    }

    @Test
    void theBodyIsLookedAtWhereItIsPlain() {
        PolicyManager policy =
                policy("permissions: [{role: a, predicate: 'true', mongo: {writeFilter: {t: '@request.body.t.u'}}}]");

        for (String[] pair : new String[][] {
            {"{t: {u: 'x'}}", "{t: 'x'}"}, {"{'t.u': 'x'}", NOTHING}, {"{$set: {t: 1}}", NOTHING}, {"{t: 1}", NOTHING}
        }) {
            assertEquals(
                    BsonDocument.parse(pair[1]),
                    allowed(
                                    policy,
                                    Requests.of("PATCH", "/db/coll/1")
                                            .as(ANNA)
                                            .body(pair[0])
                                            .parse())
                            .rows()
                            .write());
        }
    }
}
