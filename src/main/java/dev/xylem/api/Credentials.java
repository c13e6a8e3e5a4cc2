package dev.xylem.api;

/** What a request brings to prove who calls. Never printed: {@code toString} hides every secret. */
public sealed interface Credentials {

    /** Nothing: the caller is a stranger. */
    record None() implements Credentials {}

    /** RFC 7617. */
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /** RFC 6750. */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    /** An Authorization header of a scheme that nobody here understands, or a malformed one. */
    record Unknown(String scheme) implements Credentials {}
}
