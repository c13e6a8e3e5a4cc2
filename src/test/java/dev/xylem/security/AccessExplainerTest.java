package dev.xylem.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.ProblemException;
import dev.xylem.fixture.Requests;
import dev.xylem.security.policy.PolicyManager;
import dev.xylem.security.policy.RequestSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessExplainerTest {
    private static final RequestSketch SKETCH = (caller, method, target, body) ->
            Requests.of(method, target).as(caller).body(body).parse();

    @TempDir
    Path folder;

    private AccessExplainer explainer = new AccessExplainer(new OpenAccess(), SKETCH);

    @BeforeEach
    void readsAPolicy() throws IOException {
        Path file = Files.writeString(folder.resolve("security.yml"), """
                permissions:
                  - {id: writes, role: user, predicate: "path-prefix['/db'] and not method[GET]"}
                  - id: own
                    roles: [user, editor]
                    predicate: "path-prefix['/db']"
                    mongo: {readFilter: {owner: '@user'}, writeFilter: {t: '@user.t'}, projectResponse: {secret: 0}}
                """);
        explainer = new AccessExplainer(PolicyManager.of(file, "file", SKETCH), SKETCH);
    }

    private BsonDocument explain(String question) {
        return explainer.explain(BsonDocument.parse(question));
    }

    @Test
    void tellsTheRulesThatWereTriedAndWhatTheLastOneGrants() {
        assertEquals(
                BsonDocument.parse("""
                        {decision: 'allow', rule: 'own', tried: [
                           {rule: 'writes', role: 'user', predicate: "path-prefix['/db'] and not method[GET]",
                            matched: false, reason: 'not method[GET] is false'},
                           {rule: 'own', role: 'user', predicate: "path-prefix['/db']", matched: true, reason: ''}],
                         readFilter: {owner: 'anna'}, writeFilter: {t: 'x'}, hidden: ['secret']}"""),
                explain("{user: 'anna', roles: ['user'], method: 'GET', path: '/db/coll', properties: {t: 'x'}}"));
    }

    @Test
    void tellsWhyNothingIsAllowed() {
        assertEquals(
                BsonDocument.parse("{decision: 'deny', rule: null, reason: 'no rule matches', tried: []}"),
                explain("{path: '/db/coll'}"));
        assertEquals(
                "own lacks allowManagementRequests",
                explain("{user: 'e', roles: ['editor'], method: 'DELETE', path: '/db/coll'}")
                        .getString("reason")
                        .getValue());
    }

    @Test
    void refusesQuestionsThatMakeNoSense() {
        for (String question : new String[] {
            "{}",
            "{path: 1}",
            "{path: '/db//coll'}",
            "{path: '/db', rolls: []}",
            "{path: '/db', user: 'a', roles: [1]}",
            "{path: '/db', user: 'a', properties: 1}",
            "{path: '/db', method: 'BREW'}"
        }) {
            assertThrows(ProblemException.class, () -> explain(question), question);
        }
    }
}
