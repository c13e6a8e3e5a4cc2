package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.http.Observer.Observation;
import dev.xylem.response.ProblemWriter;
import org.jboss.logging.Logger;

/** The one place where a failure becomes an answer. What is unexpected is logged, once, with the request's id. */
final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int SERVER_ERROR = 500;

    private final ProblemWriter writer;
    private final ProblemMeters meters;

    ProblemMapper(ProblemWriter writer, ProblemMeters meters) {
        this.meters = meters;
        this.writer = writer;
    }

    ApiResponse map(Throwable failure, Observation seen) {
        Problem problem = failure instanceof ProblemException known ? known.problem() : bug();
        meters.count(problem.type());
        log(problem, failure, seen.logName());
        return writer.write(problem, seen.path(), seen.requestId());
    }

    /** Tells the log of an answer that ended in the middle; the client sees its connection end. */
    void brokenOff(Throwable failure, Observation seen) {
        switch (failure) {
            case StreamedReply.BrokenOff known ->
                LOG.infof("request %s broke off: %s", seen.logName(), known.getMessage());
            case ProblemException known -> log(known.problem(), failure, seen.logName());
            default -> log(bug(), failure, seen.logName());
        }
    }

    private static Problem bug() {
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "This is a fault of the server, not of the request. Its log tells more under the request-id below.");
    }

    private static void log(Problem problem, Throwable failure, String requestId) {
        if (problem.type() == ProblemType.INTERNAL_ERROR) {
            LOG.errorf(failure, "request %s failed", requestId);
        } else if (isOurs(problem)) {
            LOG.warnf("request %s: %s%s", requestId, problem.type().code(), causeOf(failure));
        } else {
            LOG.debugf("request %s: %s%s", requestId, problem.type().code(), causeOf(failure));
        }
    }

    /** Worth an operator's look; a request for what the store lacks is not. */
    private static boolean isOurs(Problem problem) {
        return problem.type().status() >= SERVER_ERROR && problem.type() != ProblemType.STORE_UNSUPPORTED;
    }

    private static String causeOf(Throwable failure) {
        return failure.getCause() == null
                ? ""
                : ", caused by " + failure.getCause().getClass().getSimpleName();
    }
}
