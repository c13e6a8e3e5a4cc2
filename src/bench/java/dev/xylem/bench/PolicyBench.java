package dev.xylem.bench;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.fixture.Requests;
import dev.xylem.security.policy.PolicyManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What one decision costs in a policy of 100 rules: nanoseconds, the median of 20 rounds of half a million. */
public final class PolicyBench {
    private static final int ROUNDS = 20;
    private static final int DECISIONS = 500_000;

    private PolicyBench() {}

    public static void main(String... args) throws IOException {
        measure("100 rules on paths", "path-prefix['/db%1$d/coll'] and method[GET]");
        measure("100 rules on collections", "collection['db%1$d/coll'] and method[GET]");
        measure("100 rules, four predicates each", "path-template['/db%1$d/{c}/{id}'] and method[GET, PUT] and not qparams-contain[x] and equals[%%u, anna]");
        measure("100 rules, a regular expression each", "regex['^/db%1$d/co[l]+/\\d+$'] and method[GET]");
        measure("100 rules with filters", "collection['db%1$d/coll']\n    mongo: {readFilter: {owner: '@user'}, projectResponse: {secret: 0}}");
    }

    private static void measure(String name, String predicate) throws IOException {
        var yaml = new StringBuilder("permissions:\n");
        for (int i = 0; i < 100; i++) {
            yaml.append("  - role: user\n    predicate: ").append(predicate.formatted(i)).append('\n');
        }
        Path file = Files.createTempFile("security", ".yml");
        PolicyManager policy = PolicyManager.of(
                Files.writeString(file, yaml),
                "file",
                (caller, method, target, body) -> Requests.of(method, target).as(caller).parse());
        Files.delete(file);
        ApiRequest last = Requests.of("GET", "/db99/coll/17").as("anna", "user").parse();
        ApiRequest none = Requests.of("GET", "/other/coll/17").as("anna", "user").parse();
        if (!(policy.decide(last) instanceof Decision.Allow) || policy.decide(none) instanceof Decision.Allow) {
            throw new IllegalStateException(name);
        }
        System.out.printf(
                Locale.ROOT, "%-40s last rule %6.0f ns, no rule %6.0f ns%n", name, nanos(policy, last), nanos(policy, none));
    }

    private static double nanos(PolicyManager policy, ApiRequest request) {
        var rounds = new double[ROUNDS];
        int allowed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < DECISIONS; i++) {
                allowed += policy.decide(request) instanceof Decision.Allow ? 1 : 0;
            }
            rounds[round] = (System.nanoTime() - start) / (double) DECISIONS;
        }
        if (allowed != 0 && allowed != ROUNDS * DECISIONS) {
            throw new IllegalStateException("not always the same decision");
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
