package dev.xylem.bench.http;

/** Makes the load. */
interface Generator {

    Load run(Candidate candidate, Workload workload, int seconds);
}
