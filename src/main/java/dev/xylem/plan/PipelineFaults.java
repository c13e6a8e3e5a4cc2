package dev.xylem.plan;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;

/** What to say of a pipeline that is no good: it depends on whether it is being stored or was stored before. */
record PipelineFaults(ProblemType malformed) {
    static final PipelineFaults ON_STORING = new PipelineFaults(ProblemType.INVALID_PROPERTIES);
    static final PipelineFaults ON_RUNNING = new PipelineFaults(ProblemType.AGGREGATION_FAILED);

    ProblemException malformed(String path, String why) {
        return Refusal.at(malformed, path, why + ".");
    }

    static ProblemException stage(String stage, String path) {
        return forbidden(
                path, "The stage " + Refusal.quoted(stage) + " is unknown or not allowed in a stored aggregation.");
    }

    static ProblemException operator(String operator, String path) {
        return forbidden(path, "The operator " + Refusal.quoted(operator) + " is unknown or not allowed here.");
    }

    static ProblemException source(String path) {
        return forbidden(
                path,
                "An aggregation reads collections of its own database that are served: their plain names, no variable, none that start with '_' or 'system.', no files.");
    }

    private static ProblemException forbidden(String path, String detail) {
        return Refusal.at(ProblemType.STAGE_NOT_ALLOWED, path, detail);
    }

    /** The caller's value stands where it would be read as more than a value. */
    static ProblemException value(String path) {
        return Problem.of(
                        ProblemType.OPERATOR_NOT_ALLOWED,
                        "A variable's text that starts with '$' would be read as a field there; a variable binds values only.")
                .with("parameter", "avars")
                .with("path", path)
                .exception();
    }
}
