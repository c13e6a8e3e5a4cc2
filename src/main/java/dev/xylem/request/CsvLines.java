package dev.xylem.request;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.xylem.api.Body;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** A table with a header row (RFC 4180): a row is a document, dotted names in the header are fields of objects. */
final class CsvLines implements Body.Source {
    private static final String ID = "_id";
    private static final int LEAST_BUFFER = 16 * 1024;

    private final Iterator<CsvRecord> records;
    private final CsvValues values;
    private @Nullable List<String> header;
    private long number;

    /** @param limit characters of one row; what is longer ends the reading */
    CsvLines(BodyPieces pieces, CsvValues values, int limit) {
        this.values = values;
        this.records = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .detectBomHeader(false)
                .maxBufferSize(Math.max(limit, LEAST_BUFFER))
                .ofCsvRecord(new PiecesReader(pieces))
                .iterator();
    }

    @Override
    public Body.@Nullable Line next() {
        if (header == null) {
            CsvRecord first = record();
            header = first == null ? List.of() : header(first);
        }
        CsvRecord record = record();
        return record == null ? null : line(header, record);
    }

    private @Nullable CsvRecord record() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            number = record.getStartingLineNumber();
            return record;
        } catch (CsvParseException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : malformed();
        }
    }

    private ProblemException malformed() {
        return Problem.of(
                        ProblemType.MALFORMED_CSV,
                        "The row after line " + number
                                + " is malformed or too long: something stands between a closing quote and the next comma, or the row is larger than limits.body.")
                .exception();
    }

    private static List<String> header(CsvRecord record) {
        List<String> names = record.getFields().stream()
                .map(name -> name.startsWith("\uFEFF") ? name.substring(1) : name)
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw Problem.of(
                                ProblemType.MALFORMED_CSV,
                                "The first row names the fields; it names " + JsonText.excerpt(name) + " twice.")
                        .exception();
            }
        }
        return names;
    }

    private Body.Line line(List<String> names, CsvRecord record) {
        var document = new BsonDocument();
        int size = 0;
        for (int i = 0; i < record.getFieldCount(); i++) {
            String cell = record.getField(i);
            String name = i < names.size() ? names.get(i) : "";
            if (name.isEmpty() && !cell.isEmpty()) {
                return new Body.Malformed(
                        number,
                        Problem.of(
                                ProblemType.WRONG_BODY_SHAPE,
                                "Cell " + (i + 1) + " stands in a column that the first row does not name."));
            }
            boolean missing = cell.isEmpty() && (values.auto() || name.equals(ID));
            if (!name.isEmpty() && !missing) {
                document.append(name, values.of(cell, name.equals(ID)));
                size += name.length() + cell.length();
            }
        }
        return new Body.Parsed(number, document, size);
    }
}
