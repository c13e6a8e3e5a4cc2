package dev.xylem.response;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.xylem.api.ApiResponse.Sink;
import dev.xylem.api.ApiResponse.Streamed;
import dev.xylem.plan.Rows;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * A table with a header row (RFC 4180). Its columns are known from the first documents, which are therefore read before the first byte
 * goes out.
 *
 * @param keys the projection, which chooses the columns where it names fields
 * @param raw false when text that a spreadsheet would run as a formula is marked as text
 */
record CsvStream(Rows rows, BsonDocument keys, boolean raw) implements Streamed {
    private static final int LOOKED_AT = 1000;

    @Override
    public void writeTo(Sink sink) {
        List<BsonDocument> first = new ArrayList<>();
        while (first.size() < LOOKED_AT && rows.hasNext()) {
            first.add(rows.next());
        }
        CsvColumns columns = CsvColumns.of(keys, first);
        if (columns.names().isEmpty()) {
            return;
        }
        var text = new StringWriter();
        var table = writer(text, columns.names().size() == 1);
        var cells = new CsvCells(raw);
        table.writeRecord(columns.names().stream().map(cells::guarded).toList());
        for (BsonDocument document : first) {
            table.writeRecord(cells.of(columns.row(document)));
            flush(text, NdjsonStream.CHUNK, sink);
        }
        first.clear();
        while (rows.hasNext()) {
            table.writeRecord(cells.of(columns.row(rows.next())));
            flush(text, NdjsonStream.CHUNK, sink);
        }
        flush(text, 1, sink);
    }

    /** A line that would be empty is written as an empty text: readers skip empty lines. */
    private static CsvWriter writer(StringWriter text, boolean narrow) {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .bufferSize(0)
                .quoteStrategy(new QuoteStrategy() {
                    @Override
                    public boolean quoteEmpty(int line, int field) {
                        return narrow;
                    }
                })
                .build(text);
    }

    private static void flush(StringWriter text, int least, Sink sink) {
        if (text.getBuffer().length() >= least) {
            var out = new JsonOutput(text.getBuffer().length());
            out.utf8(text.toString());
            sink.write(out.array(), out.length());
            text.getBuffer().setLength(0);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
