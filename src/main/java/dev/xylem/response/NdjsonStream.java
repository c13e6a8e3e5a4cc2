package dev.xylem.response;

import dev.xylem.api.ApiResponse.Sink;
import dev.xylem.api.ApiResponse.Streamed;
import dev.xylem.plan.Rows;

/** One document a line (application/x-ndjson). */
record NdjsonStream(Rows rows, DocumentWriter writer) implements Streamed {
    @Override
    public void writeTo(Sink sink) {
        var out = new JsonOutput(CAPACITY);
        while (rows.hasNext()) {
            writer.writeDocument(rows.next(), out);
            out.ascii('\n');
            if (out.length() >= CHUNK) {
                sink.write(out.array(), out.length());
                out = new JsonOutput(CAPACITY);
            }
        }
        if (out.length() > 0) {
            sink.write(out.array(), out.length());
        }
    }

    /** So many bytes go out together. */
    static final int CHUNK = 64 * 1024;

    /** The document that reaches the limit rarely goes beyond this. */
    private static final int CAPACITY = CHUNK + CHUNK / 4;

    @Override
    public void close() {
        rows.close();
    }
}
