package dev.xylem.bench.http;

import java.util.List;
import java.util.stream.Stream;

/** As whom a workload's requests come; servers without security don't ask. */
enum Caller {
    /** With a password, and as many rules in the policy, of which the last allows everything and the others match nothing. */
    ONE_RULE(1),
    TEN_RULES(10),
    HUNDRED_RULES(100),
    THOUSAND_RULES(1_000),
    /** With a token that somebody else issued. */
    BEARER(0),
    NOBODY(0);

    final int rules;

    Caller(int rules) {
        this.rules = rules;
    }

    /** User and role. */
    String id() {
        return "rules-" + rules;
    }

    static List<Caller> users() {
        return Stream.of(values()).filter(caller -> caller.rules > 0).toList();
    }
}
