package dev.xylem.security.policy;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;
import dev.xylem.api.Resource;
import dev.xylem.security.predicate.Facts;
import dev.xylem.security.predicate.Truth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Rules in the order in which they are tried: the first one that matches decides, and a doubt about one is a denial. */
final class Policy {
    static final String STRANGER = "$unauthenticated";

    private static final int MOST_COMBINATIONS = 1_000;
    private static final Set<String> STRANGERS = Set.of(STRANGER);
    private static final Decision.Deny NO_RULE = new Decision.Deny("no rule matches", "none");
    private static final Decision.Deny OUT_OF_REACH =
            new Decision.Deny("the server's own routes are nothing for strangers", "strangers");

    private final List<Rule> rules;
    private final Set<String> parameters;
    private final Map<Set<String>, Rule[]> byRoles = new ConcurrentHashMap<>();

    Policy(List<Rule> rules, Set<String> parameters) {
        this.rules = List.copyOf(rules);
        this.parameters = parameters;
    }

    /** The query parameters that some rule looks at. */
    Set<String> parameters() {
        return parameters;
    }

    Decision decide(ApiRequest request) {
        if (isOutOfReach(request)) {
            return OUT_OF_REACH;
        }
        var facts = new Facts(request);
        for (Rule rule : rulesOf(request.caller())) {
            facts.forget();
            switch (rule.predicate().test(facts)) {
                case YES -> {
                    return granted(rule, facts);
                }
                case DOUBT -> {
                    return new Decision.Deny("whether " + rule.id() + " matches can't be told", rule.id());
                }
                case NO -> {}
            }
        }
        return NO_RULE;
    }

    /** Empty when a rule matches, or when the body could still tell that it does. */
    Optional<Decision.Deny> denial(ApiRequest head) {
        if (isOutOfReach(head)) {
            return Optional.of(OUT_OF_REACH);
        }
        var facts = new Facts(head);
        for (Rule rule : rulesOf(head.caller())) {
            facts.forget();
            if (rule.predicate().test(facts) != Truth.NO) {
                return Optional.empty();
            }
        }
        return Optional.of(NO_RULE);
    }

    /** A rule for everything is not meant to open accounts and policies to everyone. */
    private static boolean isOutOfReach(ApiRequest request) {
        return request.resource() instanceof Resource.Server && request.caller().user() == null;
    }

    private static Decision granted(Rule rule, Facts facts) {
        ApiRequest request = facts.request();
        if (request.query().explain() != null && request.caller().user() == null) {
            return new Decision.Deny("?explain is nothing for strangers", "strangers");
        }
        return rule.mongo() == null
                ? new Decision.Allow(Grant.unlimited(rule.id()))
                : rule.mongo().decide(rule.id(), facts);
    }

    private Rule[] rulesOf(Caller caller) {
        Set<String> roles = rolesOf(caller);
        Rule[] known = byRoles.get(roles);
        if (known == null) {
            known = rules.stream()
                    .filter(rule -> !Collections.disjoint(rule.roles(), roles))
                    .toArray(Rule[]::new);
            if (byRoles.size() < MOST_COMBINATIONS) {
                byRoles.put(roles, known);
            }
        }
        return known;
    }

    /** Whoever is known is no stranger, whatever roles somebody gave it. */
    private static Set<String> rolesOf(Caller caller) {
        if (caller.user() == null) {
            return STRANGERS;
        }
        return caller.roles().contains(STRANGER)
                ? caller.roles().stream().filter(role -> !role.equals(STRANGER)).collect(Collectors.toUnmodifiableSet())
                : caller.roles();
    }

    /**
     * A rule that was tried.
     *
     * @param role the caller's, through which the rule concerned it
     * @param reason why it does not match; empty when it does
     */
    record Tried(Rule rule, String role, Truth truth, String reason) {}

    /** The rules that {@link #decide} tries, up to the one that decides. */
    List<Tried> trace(ApiRequest request) {
        var tried = new ArrayList<Tried>();
        if (isOutOfReach(request)) {
            return tried;
        }
        var facts = new Facts(request);
        Set<String> roles = rolesOf(request.caller());
        for (Rule rule : rulesOf(request.caller())) {
            facts.forget();
            Truth truth = rule.predicate().test(facts);
            String role =
                    rule.roles().stream().filter(roles::contains).findFirst().orElse("");
            tried.add(new Tried(
                    rule,
                    role,
                    truth,
                    truth == Truth.YES ? "" : rule.predicate().reason(facts)));
            if (truth != Truth.NO) {
                break;
            }
        }
        return tried;
    }
}
