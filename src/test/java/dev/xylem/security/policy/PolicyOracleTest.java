package dev.xylem.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Caller;
import dev.xylem.api.Decision;
import dev.xylem.fixture.Requests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Random policies and requests: what decides them must be what a naive reading of the same policy says. */
class PolicyOracleTest {
    private static final int POLICIES = 300;
    private static final int REQUESTS = 60;
    private static final String[] NAMES = {"a", "b", "ab", "c"};
    private static final String[] ROLES = {"r1", "r2", "r3"};
    private static final String[] METHODS = {"GET", "PUT", "PATCH", "DELETE"};

    private final Random random = new Random(20261125);

    /** A request as the oracle knows it: nothing of the product's. */
    private record Asked(String user, Set<String> roles, String method, List<String> path, Map<String, String> query) {
        String text() {
            return "/" + String.join("/", path);
        }
    }

    /** A predicate: its text, and what it means. */
    private record Node(String text, java.util.function.Predicate<Asked> means) {}

    private record OracleRule(String id, List<String> roles, int priority, Node node) {}

    @Test
    void thePolicySaysWhatTheOracleSays() {
        int allowed = 0;
        for (int i = 0; i < POLICIES; i++) {
            List<OracleRule> rules = rules();
            PolicyManager policy = PolicyFixture.policy(yaml(rules));
            for (int j = 0; j < REQUESTS; j++) {
                Asked asked = asked();
                String expected = decide(rules, asked);
                String found = found(policy, asked);
                assertEquals(expected, found, () -> yaml(rules) + "\n" + asked);
                allowed += expected.isEmpty() ? 0 : 1;
            }
        }
        assertTrue(allowed > 1_000 && allowed < POLICIES * REQUESTS - 1_000, "one-sided: " + allowed);
    }

    @Test
    void whatIsDeniedUnreadIsDeniedWhateverTheBodyHolds() {
        int denied = 0;
        for (int i = 0; i < POLICIES; i++) {
            List<OracleRule> rules = rules();
            PolicyManager policy = PolicyFixture.policy(yaml(rules));
            for (int j = 0; j < REQUESTS; j++) {
                Asked asked = asked();
                if (!asked.method.startsWith("P")) {
                    continue;
                }
                boolean mayBe = policy.denial(requests(asked).unread()).isEmpty();
                boolean allows = policy.decide(requests(asked).parse()) instanceof Decision.Allow;
                // no rule here asks for the body
                assertEquals(allows, mayBe, () -> yaml(rules) + "\n" + asked);
                denied += allows ? 0 : 1;
            }
        }
        assertTrue(denied > 1_000, "one-sided: " + denied);
    }

    private static String found(PolicyManager policy, Asked asked) {
        return policy.decide(requests(asked).parse()) instanceof Decision.Allow(var grant) ? grant.rule() : "";
    }

    private static Requests requests(Asked asked) {
        String query = String.join(
                "&",
                asked.query.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
        var requests = Requests.of(asked.method, asked.text() + (query.isEmpty() ? "" : "?" + query));
        if (!asked.user.isEmpty()) {
            requests.as(new Caller(asked.user, asked.roles, new BsonDocument()));
        }
        if (asked.method.startsWith("P")) {
            requests.body("{}");
        }
        return requests;
    }

    /** The first rule by priority, then by order, that concerns the caller and matches; empty for none. */
    private static String decide(List<OracleRule> rules, Asked asked) {
        Set<String> roles = asked.user.isEmpty() ? Set.of("$unauthenticated") : asked.roles;
        return rules.stream()
                .sorted(Comparator.comparingInt(OracleRule::priority))
                .filter(rule -> rule.roles.stream().anyMatch(roles::contains))
                .filter(rule -> rule.node.means.test(asked))
                .map(OracleRule::id)
                .findFirst()
                .orElse("");
    }

    private String yaml(List<OracleRule> rules) {
        var yaml = new StringBuilder("permissions:\n");
        for (OracleRule rule : rules) {
            yaml.append("  - id: ").append(rule.id).append("\n    roles: ").append(rule.roles);
            if (rule.priority != Integer.MAX_VALUE) {
                yaml.append("\n    priority: ").append(rule.priority);
            }
            yaml.append("\n    predicate: >-\n      ").append(rule.node.text).append('\n');
        }
        return yaml.toString();
    }

    private List<OracleRule> rules() {
        var rules = new ArrayList<OracleRule>();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            List<String> roles = random.nextInt(5) == 0 ? List.of("$unauthenticated") : List.copyOf(some(ROLES));
            int priority = random.nextInt(3) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
            rules.add(new OracleRule("rule" + i, roles, priority, node(3)));
        }
        return rules;
    }

    private Asked asked() {
        var path = new ArrayList<String>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            path.add(any(NAMES));
        }
        String method = any(METHODS);
        var query = new TreeMap<String, String>();
        if (random.nextInt(3) == 0) {
            query.put(any("x", "y"), any(NAMES));
        }
        if (path.size() < 3 && method.equals("DELETE")) {
            method = "GET";
        }
        boolean stranger = random.nextInt(5) == 0;
        return new Asked(
                stranger ? "" : any(NAMES), stranger ? Set.of() : Set.copyOf(some(ROLES)), method, path, query);
    }

    private Node node(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return leaf();
        }
        Node left = node(depth - 1);
        Node right = node(depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> new Node("(" + left.text + ") and (" + right.text + ")", left.means.and(right.means));
            case 1 -> new Node("(" + left.text + ") or (" + right.text + ")", left.means.or(right.means));
            default -> new Node("not (" + left.text + ")", left.means.negate());
        };
    }

    private Node leaf() {
        String name = any(NAMES);
        String other = any(NAMES);
        return switch (random.nextInt(12)) {
            case 0 -> new Node("path['/" + name + "/" + other + "']", asked -> asked.path.equals(List.of(name, other)));
            case 1 ->
                new Node(
                        "path-prefix['/" + name + "']",
                        asked -> asked.path.getFirst().equals(name));
            case 2 ->
                new Node(
                        "path-suffix['" + name + "']",
                        asked -> asked.path.getLast().endsWith(name));
            case 3 -> {
                String method = any(METHODS);
                yield new Node("method[" + method + "]", asked -> asked.method.equals(method));
            }
            case 4 -> new Node("equals[%u, '" + name + "']", asked -> asked.user.equals(name));
            case 5 ->
                new Node(
                        "in[value=%u, array={'" + name + "', '" + other + "'}]",
                        asked -> asked.user.equals(name) || asked.user.equals(other));
            case 6 -> new Node("qparams-contain[x]", asked -> asked.query.containsKey("x"));
            case 7 -> new Node("equals['%{q,x}', '" + name + "']", asked -> name.equals(asked.query.get("x")));
            case 8 ->
                new Node(
                        "path-template['/{p}/{q}'] and equals['${p}', '${q}']",
                        asked -> asked.path.size() == 2 && asked.path.getFirst().equals(asked.path.get(1)));
            case 9 ->
                new Node(
                        "collection['" + name + "/" + other + "']",
                        asked -> asked.path.size() >= 2
                                && asked.path.subList(0, 2).equals(List.of(name, other)));
            case 10 -> new Node("regex['^/" + name + "']", asked -> asked.text().startsWith("/" + name));
            default -> new Node("auth-required", asked -> !asked.user.isEmpty());
        };
    }

    private Set<String> some(String... values) {
        var some = new TreeSet<String>();
        some.add(any(values));
        Arrays.stream(values).filter(_ -> random.nextInt(3) == 0).forEach(some::add);
        return some;
    }

    private String any(String... values) {
        return values[random.nextInt(values.length)];
    }
}
