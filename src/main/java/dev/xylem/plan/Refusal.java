package dev.xylem.plan;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;

/** How this package says no to a body: the place as the problem's {@code path}, names from the client shortened. */
final class Refusal {

    private static final int LONGEST_NAME = 200;

    private Refusal() {}

    static ProblemException at(ProblemType type, String path, String detail) {
        return Problem.of(type, detail).with("path", shortened(path)).exception();
    }

    /** A name or path from the client, in quotes. */
    static String quoted(String name) {
        return "'" + shortened(name) + "'";
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }
}
