package dev.xylem.security;

import dev.xylem.api.ProblemType;

/** Counts what happens at the door. Called for every request that it concerns, so it is quick, and never fails. */
public interface Onlooker {

    Onlooker NOBODY = new Onlooker() {
        @Override
        public void loggedIn(String how) {}

        @Override
        public void refused(ProblemType why) {}

        @Override
        public void denied(String rule) {}
    };

    /** @param how {@code password}, {@code token}, {@code bearer} or {@code plug-in} */
    void loggedIn(String how);

    /** Credentials were not taken. */
    void refused(ProblemType why);

    /** @param rule of {@link dev.xylem.api.Decision.Deny} */
    void denied(String rule);
}
