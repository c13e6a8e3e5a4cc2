package dev.xylem.bench.http;

/** As whom a workload's requests come; servers without security don't ask. */
enum Caller {
    /** With a password, and one rule that allows everything. */
    USUAL,
    /** With a password, and a hundred rules of which the last one allows it. */
    HUNDRED_RULES,
    /** With a token that somebody else issued. */
    BEARER,
    NOBODY
}
