package dev.xylem.security.policy;

import static dev.xylem.security.policy.PolicyFixture.allowed;
import static dev.xylem.security.policy.PolicyFixture.denied;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.Caller;
import dev.xylem.fixture.Requests;
import java.nio.file.Path;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What {@code etc/security.yml} promises, beside the tests that it has itself. */
class SampleTest {
    private static final PolicyManager SAMPLE =
            PolicyManager.of(Path.of("etc", "security.yml"), "file", PolicyFixture.SKETCH);
    private static final Caller ANNA = new Caller("anna", Set.of("member"), BsonDocument.parse("{tenant: 'acme'}"));

    @Test
    void ownersAndTenantsAreSetByTheServer() {
        var note = allowed(
                SAMPLE,
                Requests.of("POST", "/shop/notes")
                        .as(ANNA)
                        .body("{owner: 'bob'}")
                        .parse());
        var order = allowed(
                SAMPLE, Requests.of("POST", "/shop/orders").as(ANNA).body("{}").parse());

        assertEquals(BsonDocument.parse("{owner: 'anna'}"), note.rows().merge());
        assertEquals(BsonDocument.parse("{owner: 'anna'}"), note.rows().write());
        assertEquals(BsonDocument.parse("{tenant: 'acme'}"), order.rows().merge());
        denied(
                SAMPLE,
                Requests.of("POST", "/shop/orders")
                        .as("bob", "member")
                        .body("{}")
                        .parse());
    }

    @Test
    void salariesAreHidden() {
        var staff = allowed(SAMPLE, Requests.of("GET", "/shop/staff").as(ANNA).parse());

        assertEquals(Set.of("salary", "bank.account"), staff.fields().without());
        denied(SAMPLE, Requests.of("GET", "/shop/staff?explain").as(ANNA).parse());
    }

    @Test
    void partnersSeeThreeFields() {
        var orders = allowed(
                SAMPLE, Requests.of("GET", "/shop/orders").as("p", "partner").parse());

        assertEquals(
                Set.of("number", "released", "total", "_id", "_etag"),
                orders.fields().only());
        denied(
                SAMPLE,
                Requests.of("GET", "/shop/orders?hint=x").as("p", "partner").parse());
    }

    @Test
    void onlyAdminsReachTheServersOwnRoutes() {
        allowed(SAMPLE, Requests.of("GET", "/_users").as("root", "admin").parse());
        denied(SAMPLE, Requests.of("GET", "/_users").as(ANNA).parse());
        denied(SAMPLE, Requests.of("GET", "/_users").parse());
    }
}
