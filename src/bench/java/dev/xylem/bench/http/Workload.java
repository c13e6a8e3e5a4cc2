package dev.xylem.bench.http;

import dev.xylem.bench.http.Candidate.Kind;
import java.util.List;
import java.util.function.Function;

/**
 * What a candidate is asked again and again.
 *
 * @param name for {@code --only} and the report
 * @param operation of {@link DriverMain} that gives the same database command
 * @param candidates whom it concerns
 * @param documents that one request reads or writes, where it is all about documents a second; else 1
 * @param connections that send at the same time
 * @param status of every answer
 * @param requests for a candidate; each is sent as often as any other
 */
record Workload(
        String name,
        String title,
        String operation,
        List<Kind> candidates,
        Caller caller,
        int documents,
        int connections,
        int status,
        Function<Candidate, List<Request>> requests) {

    boolean concerns(Candidate candidate) {
        return candidates.contains(candidate.kind());
    }

    boolean isRefused() {
        return status >= 400;
    }

    Workload withConnections(int number) {
        return new Workload(name, title, operation, candidates, caller, documents, number, status, requests);
    }
}
