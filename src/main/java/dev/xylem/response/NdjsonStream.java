package dev.xylem.response;

import dev.xylem.api.ApiResponse.Sink;
import dev.xylem.api.ApiResponse.Streamed;
import dev.xylem.plan.Rows;

/** One document a line (application/x-ndjson). */
record NdjsonStream(Rows rows, DocumentWriter writer) implements Streamed {
    @Override
    public void writeTo(Sink sink) {
        var out = new JsonOutput(CHUNK + CHUNK / 4);
        while (rows.hasNext()) {
            writer.writeDocument(rows.next(), out);
            out.ascii('\n');
            if (out.length() >= CHUNK) {
                flush(out, sink);
            }
        }
        flush(out, sink);
    }

    /** So many bytes go out together. */
    static final int CHUNK = 64 * 1024;

    static void flush(JsonOutput out, Sink sink) {
        if (out.length() > 0) {
            sink.write(out.array(), out.length());
            out.truncate(0);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
