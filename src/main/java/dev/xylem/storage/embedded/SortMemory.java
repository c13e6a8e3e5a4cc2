package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** What one sort holds in memory, which is bounded as <a href="https://www.mongodb.com/docs/manual/reference/limits/">MongoDB's</a> is. */
final class SortMemory {

    static final long MOST = 100L << 20;

    private static final int EXCEEDED = 292;

    /** Beside its bytes, an entry takes about that. */
    private static final int OVERHEAD = 64;

    private final long most;
    private long held;

    SortMemory(long most) {
        this.most = most;
    }

    /** @throws MongoServerError when it is too much */
    void take(long bytes) {
        held += bytes + OVERHEAD;
        if (held > most) {
            throw new MongoServerError(
                    EXCEEDED,
                    "QueryExceededMemoryLimitNoDiskUseAllowed",
                    "Sort exceeded memory limit of " + most + " bytes; the embedded store has no external sort");
        }
    }

    void giveBack(long bytes) {
        held -= bytes + OVERHEAD;
    }
}
