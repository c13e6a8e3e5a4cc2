package dev.xylem.http;

/** The stages that are timed. */
enum Stage {
    IDENTIFY,
    PARSE,
    AUTHORIZE,
    PLAN,
    EXECUTE,
    RENDER
}
