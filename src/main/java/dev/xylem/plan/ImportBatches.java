package dev.xylem.plan;

import dev.xylem.api.Body;
import dev.xylem.api.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The lines of an import as bulk writes of a bounded size, made while they arrive. For one import, on one thread. */
public final class ImportBatches {
    private static final int MOST_DOCUMENTS = 1_000;
    private static final int MOST_BYTES = 4 << 20;

    /** How many names of dropped keys are told. */
    private static final int MOST_NAMES = 20;

    private final Body.Source source;
    private final Translator translator;
    private final Set<String> dropped = new LinkedHashSet<>();

    ImportBatches(Body.Source source, Translator translator) {
        this.source = source;
        this.translator = translator;
    }

    /** What a bulk write makes of a document; adds the names of keys that it leaves out. */
    @FunctionalInterface
    interface Translator {
        BulkElement element(BsonDocument document, List<String> dropped);
    }

    /**
     * One bulk write.
     *
     * @param lines where each element stood
     * @param failures lines that are no element
     * @param last the number of the last line in it
     */
    public record Batch(List<BulkElement> elements, List<Long> lines, List<Result.LineFailure> failures, long last) {
        public Batch {
            elements = List.copyOf(elements);
            lines = List.copyOf(lines);
            failures = List.copyOf(failures);
        }
    }

    /** Waits for the next lines; null at the end. */
    public @Nullable Batch next() {
        var elements = new ArrayList<BulkElement>();
        var lines = new ArrayList<Long>();
        var failures = new ArrayList<Result.LineFailure>();
        long last = 0;
        int bytes = 0;
        while (elements.size() + failures.size() < MOST_DOCUMENTS && bytes < MOST_BYTES) {
            Body.Line line = source.next();
            if (line == null) {
                break;
            }
            last = line.number();
            try {
                elements.add(element(line));
                lines.add(last);
                bytes += line.size();
            } catch (ProblemException e) {
                failures.add(new Result.LineFailure(
                        last, e.problem().type(), e.problem().detail()));
            }
        }
        return last == 0 ? null : new Batch(elements, lines, failures, last);
    }

    private BulkElement element(Body.Line line) {
        return switch (line) {
            case Body.Malformed(long _, var problem) -> throw problem.exception();
            case Body.Parsed(long _, var document, int _) -> {
                List<String> names = new ArrayList<>();
                BulkElement element = translator.element(document, names);
                names.stream().filter(_ -> dropped.size() < MOST_NAMES).forEach(dropped::add);
                yield element;
            }
        };
    }

    /** The names of keys that were not written so far. */
    public List<String> dropped() {
        return List.copyOf(dropped);
    }
}
