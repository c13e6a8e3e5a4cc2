package dev.xylem.security.policy;

import static dev.xylem.security.policy.PolicyFixture.allowed;
import static dev.xylem.security.policy.PolicyFixture.denied;
import static dev.xylem.security.policy.PolicyFixture.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Requests;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static Requests get(String target) {
        return Requests.of("GET", target);
    }

    @Test
    void theFirstMatchingRuleOfAllRolesDecidesByPriorityThenByOrder() {
        PolicyManager policy = policy("""
                permissions:
                  - {id: late, role: a, predicate: 'path-prefix["/db"]'}
                  - {id: third, role: b, predicate: 'path-prefix["/db"]', priority: 7}
                  - {id: second, role: b, predicate: 'path-prefix["/db/coll"]', priority: 5}
                  - {id: first, roles: [c, a], predicate: 'path["/db/coll/1"]', priority: 5}
                """);

        assertEquals(
                "second",
                allowed(policy, get("/db/coll/1").as("u", "a", "b").parse()).rule());
        assertEquals(
                "third", allowed(policy, get("/db").as("u", "a", "b").parse()).rule());
        assertEquals("late", allowed(policy, get("/db").as("u", "a").parse()).rule());
        assertEquals(
                "first", allowed(policy, get("/db/coll/1").as("u", "a").parse()).rule());
        assertEquals("no rule matches", denied(policy, get("/db").as("u", "c").parse()));
        denied(policy, get("/db").as("u").parse());
    }

    @Test
    void rulesForStrangersAreForStrangersOnly() {
        PolicyManager policy = policy("""
                permissions:
                  - {role: $unauthenticated, predicate: 'true'}
                """);

        allowed(policy, get("/db").parse());
        denied(policy, get("/db").as("u", "a").parse());
        denied(policy, get("/db").as("u", "$unauthenticated").parse());
    }

    @Test
    void strangersReachNothingOfTheServerItself() {
        PolicyManager policy = policy("permissions: [{role: $unauthenticated, predicate: 'path-prefix[\"/\"]'}]");

        for (String path : new String[] {"/_users", "/_users/bob"}) {
            denied(policy, get(path).parse());
        }
        denied(policy, Requests.of("POST", "/_authz/explain").body("{}").parse());
    }

    @Test
    void aDoubtAboutARuleIsADenialThoughALaterOneWouldAllow() {
        PolicyManager policy = policy("""
                permissions:
                  - {role: a, predicate: 'bson-request-contains[x]', mongo: {writeFilter: {x: 1}}}
                  - {role: a, predicate: 'true'}
                """);

        assertTrue(denied(
                        policy,
                        Requests.of("POST", "/db/coll")
                                .as("u", "a")
                                .body("{x: 1}\n", "application/x-ndjson")
                                .parse())
                .contains("can't be told"));
        allowed(
                policy,
                Requests.of("POST", "/db/coll").as("u", "a").body("{y: 1}").parse());
    }

    @Test
    void onlyARuleThatAsksForTheBodyLetsItBeRead() {
        PolicyManager policy = policy("""
                permissions:
                  - {role: a, predicate: 'collection["db/open"] and bson-request-contains[x]'}
                  - {role: a, predicate: 'collection["db/vars"] and equals["@request.body.x", "1"]'}
                  - {role: a, predicate: 'collection["db/asks"] and method[QUERY] and qparams-contain[filter]'}
                  - {role: a, predicate: 'collection["db/asks"] and equals["%{q,rep}", "S"]'}
                """);

        for (String target : new String[] {"/db/open", "/db/open/1", "/db/vars"}) {
            assertTrue(policy.denial(put(target).as("u", "a").unread()).isEmpty(), target);
            assertTrue(policy.denial(put(target).as("u", "b").unread()).isPresent(), target);
            assertTrue(policy.denial(put(target).unread()).isPresent(), target);
        }
        assertTrue(policy.denial(put("/db/other").as("u", "a").unread()).isPresent());
        assertTrue(policy.denial(put("/db/asks").as("u", "a").unread()).isPresent());
        assertTrue(policy.denial(query("/db/asks").as("u", "a").unread()).isEmpty());
        assertTrue(policy.denial(query("/db/asks?rep=S").as("u", "a").unread()).isEmpty());
        assertTrue(policy.denial(query("/db/other").as("u", "a").unread()).isPresent());
    }

    private static Requests put(String target) {
        return Requests.of("PUT", target).body("{x: 1}");
    }

    private static Requests query(String target) {
        return Requests.of("QUERY", target).body("{}");
    }

    @Test
    void withoutMongoThePredicateAloneDecides() {
        PolicyManager policy = policy("permissions: [{role: a, predicate: 'true'}]");

        for (String[] request : new String[][] {
            {"PUT", "/db"},
            {"DELETE", "/db"},
            {"PUT", "/db/coll"},
            {"GET", "/db/coll/_indexes"},
            {"GET", "/db/_meta"},
            {"DELETE", "/db/coll/*?filter={a:1}"},
            {"GET", "/db/coll?explain"},
            {"GET", "/_users"}
        }) {
            allowed(
                    policy,
                    Requests.of(request[0], request[1].replace("{a:1}", "%7B%22a%22:1%7D"))
                            .as("u", "a")
                            .parse());
        }
        denied(policy, get("/db/coll?explain").parse());
    }

    @Test
    void strangersNeverSeeAnExplanation() {
        PolicyManager policy = policy("permissions: [{role: $unauthenticated, predicate: 'true'}]");

        allowed(policy, get("/db/coll").parse());
        denied(policy, get("/db/coll?explain").parse());
    }

    @Test
    void aMongoSectionForbidsWhatItsFlagsDoNotAllow() {
        String[][] needs = {
            {"allowManagementRequests", "PUT", "/db", "{}"},
            {"allowManagementRequests", "DELETE", "/db", ""},
            {"allowManagementRequests", "PATCH", "/db/coll", "{}"},
            {"allowManagementRequests", "DELETE", "/db/coll", ""},
            {"allowManagementRequests", "GET", "/db/coll/_indexes", ""},
            {"allowManagementRequests", "PUT", "/db/coll/_indexes/i", "{keys: {a: 1}}"},
            {"allowManagementRequests", "GET", "/db/coll/_meta", ""},
            {"allowManagementRequests", "GET", "/db/_schemas", ""},
            {"allowManagementRequests", "PUT", "/db/_schemas/s", "{}"},
            {"allowManagementRequests", "GET", "/db/_schemas/_size", ""},
            {"allowManagementRequests", "GET", "/db/coll?explain", ""},
            {"allowManagementRequests", "GET", "/_users", ""},
            {"allowBulkPatch", "PATCH", "/db/coll/*?filter=%7B%22a%22:1%7D", "{b: 1}"},
            {"allowBulkDelete", "DELETE", "/db/coll/*?filter=%7B%22a%22:1%7D", ""},
            {"allowWriteMode", "PUT", "/db/coll/1?wm=insert", "{}"},
        };
        PolicyManager none = policy("permissions: [{role: a, predicate: 'true', mongo: {}}]");
        for (String[] need : needs) {
            var request = Requests.of(need[1], need[2])
                    .as("u", "a")
                    .body(need[3].isEmpty() ? null : need[3])
                    .parse();
            assertTrue(denied(none, request).contains(need[0]), need[2]);
            allowed(policy("permissions: [{role: a, predicate: 'true', mongo: {" + need[0] + ": true}}]"), request);
        }
        for (String[] free : new String[][] {
            {"GET", "/"},
            {"GET", "/db"},
            {"GET", "/db/coll"},
            {"GET", "/db/coll/1"},
            {"GET", "/db/coll/_size"},
            {"GET", "/db/coll/_aggrs/x"},
            {"DELETE", "/db/coll/1"}
        }) {
            allowed(none, Requests.of(free[0], free[1]).as("u", "a").parse());
        }
        allowed(
                none,
                Requests.of("POST", "/db/coll").as("u", "a").body("[{a: 1}]").parse());
        allowed(none, Requests.of("QUERY", "/db/coll").as("u", "a").body("{}").parse());
    }

    @Test
    void explainIsDeniedWhereARuleHidesSomething() {
        for (String hides :
                new String[] {"readFilter: {a: 1}", "readFilter: {a: '@user'}", "projectResponse: {a: 0}"}) {
            PolicyManager policy =
                    policy("permissions: [{role: a, predicate: 'true', mongo: {allowManagementRequests: true, " + hides
                            + "}}]");

            denied(policy, get("/db/coll?explain").as("u", "a").parse());
        }
    }

    @Test
    void projectionsBecomeFieldRules() {
        String rule = "permissions: [{role: a, predicate: 'true', mongo: {projectResponse: %s}}]";
        var request = get("/db/coll").as("u", "a").parse();

        var hidden = allowed(policy(rule.formatted("{secret: 0, a.b: false}")), request)
                .fields();
        var shown = allowed(policy(rule.formatted("'{\"name\": 1, \"_etag\": 0}'")), request)
                .fields();

        assertEquals(Set.of("secret", "a.b"), hidden.without());
        assertEquals(Set.of(), hidden.only());
        assertEquals(Set.of("name", "_id"), shown.only());
        assertEquals(Set.of("_etag"), shown.without());
    }

    @Test
    void parametersThatAPolicyLooksAtAreKnown() {
        PolicyManager policy = policy("""
                permissions:
                  - {role: a, predicate: "equals['%{q,tenant}', x] and qparams-contain[site]"}
                  - {role: a, predicate: "true", mongo: {readFilter: {t: "@qparams['team']"}}}
                """);

        assertEquals(Set.of("tenant", "site", "team"), policy.parameters());
    }
}
