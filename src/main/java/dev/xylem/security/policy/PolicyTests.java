package dev.xylem.security.policy;

import dev.xylem.api.Decision;
import dev.xylem.api.ProblemException;
import java.util.List;

/** Runs the tests of a policy file. */
final class PolicyTests {
    private PolicyTests() {}

    /** Notes those that fail. */
    static void run(Policy policy, List<PolicyTest> tests, RequestSketch sketch, Faults faults) {
        for (PolicyTest test : tests) {
            String what = "test " + test.method() + " " + test.path() + " as "
                    + (test.caller().user() == null
                            ? "anonymous"
                            : test.caller().user());
            try {
                var request = sketch.of(test.caller(), test.method(), test.path(), test.body());
                String found = mismatch(test, policy.decide(request));
                if (!found.isEmpty()) {
                    faults.add(test.place(), what, found);
                }
            } catch (ProblemException e) {
                faults.add(
                        test.place(),
                        what,
                        "the request is refused before any rule is asked: "
                                + e.problem().detail());
            }
        }
    }

    /** Empty when all is well. */
    private static String mismatch(PolicyTest test, Decision decision) {
        return switch (decision) {
            case Decision.Deny(String reason, var _) ->
                isExpected(test) ? "" : "expected " + test.expect() + ", found deny: " + reason;
            case Decision.Allow(var grant) -> {
                if (!test.expect().equals("allow")) {
                    yield "expected " + test.expect() + ", found allow by " + grant.rule();
                }
                boolean same = test.filter() == null
                        || test.filter().equals(grant.rows().read());
                yield same
                        ? ""
                        : "expected the filter " + test.filter() + ", found "
                                + grant.rows().read().toJson() + " by " + grant.rule();
            }
        };
    }

    private static boolean isExpected(PolicyTest test) {
        return test.expect().equals("deny")
                || (test.expect().equals("401") && test.caller().user() == null);
    }
}
