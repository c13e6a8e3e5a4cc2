package dev.xylem.api;

import org.jspecify.annotations.Nullable;

/** The one exception of the stages: thrown where the fault is found, mapped once, in {@code http.ProblemMapper}. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /** With the fault behind it, for the log only. */
    public ProblemException(Problem problem, @Nullable Throwable cause) {
        // A problem is an answer, not a bug: its stack would cost more than the request.
        super(problem.detail(), cause, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
