package dev.xylem.plan;

import static dev.xylem.api.ProblemType.PATCH_NOT_APPLICABLE;
import static dev.xylem.api.ProblemType.WRONG_BODY_SHAPE;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;

/** A pointer of a JSON patch, and the index of the operation that has it: what a problem has to name. */
record PatchSite(int operation, JsonPointer pointer) {

    ProblemException malformed(String why) {
        return refused(WRONG_BODY_SHAPE, why);
    }

    /** Says nothing of what is stored but that the operation doesn't fit. */
    ProblemException notApplicable(String why) {
        return refused(PATCH_NOT_APPLICABLE, why);
    }

    ProblemException refused(ProblemType type, String why) {
        var detail = "Operation %d at %s: %s.".formatted(operation, Refusal.quoted(pointer.text()), why);
        var problem = Refusal.at(type, pointer.text(), detail).problem();
        return problem.with("index", operation).exception();
    }
}
