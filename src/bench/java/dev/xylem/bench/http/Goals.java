package dev.xylem.bench.http;

import static dev.xylem.bench.http.Candidate.Kind.DRIVER;
import static dev.xylem.bench.http.Candidate.Kind.RESTHEART;
import static dev.xylem.bench.http.Candidate.Kind.XYLEM;
import static dev.xylem.bench.http.Candidate.Kind.XYLEM_BASIC;

import dev.xylem.bench.http.Candidate.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Xylem wants to be, as ratios within one run: of CPU at most so much, of documents a second at least so many. */
final class Goals {

    /**
     * @param workload of Xylem; the other side's stands in {@code otherWorkload}
     * @param atLeast true for documents a second, false for CPU
     */
    private record Goal(String what, String workload, Kind kind, String otherWorkload, Kind other, boolean atLeast, double bound) {

        Optional<Double> value(Report report) {
            return atLeast
                    ? report.ratio(Figures::perSecond, workload, kind, otherWorkload, other)
                    : report.ratio(Figures::cpu, workload, kind, otherWorkload, other);
        }

        boolean isMet(double value) {
            return atLeast ? value >= bound : value <= bound;
        }
    }

    private static final List<Goal> ALL = List.of(
            most("one document, open, to the driver", "one", XYLEM, "one", DRIVER, 2.0),
            most("one document, Basic and 100 rules, to open", "rules", XYLEM_BASIC, "one", XYLEM, 1.25),
            most("one document, Basic and 100 rules, to RESTHeart", "rules", XYLEM_BASIC, "rules", RESTHEART, 1.0),
            most("page of 100, to the driver", "page", XYLEM, "page", DRIVER, 2.0),
            most("page of 100, Basic, to RESTHeart", "page", XYLEM_BASIC, "page", RESTHEART, 0.3),
            most("POST, to the driver", "post", XYLEM, "post", DRIVER, 2.0),
            most("POST, Basic, to RESTHeart", "post", XYLEM_BASIC, "post", RESTHEART, 1.0),
            most("PATCH, to the driver", "patch", XYLEM, "patch", DRIVER, 2.0),
            most("PATCH, Basic, to RESTHeart", "patch", XYLEM_BASIC, "patch", RESTHEART, 1.0),
            most("PUT, to the driver", "put", XYLEM, "put", DRIVER, 2.0),
            most("PUT, Basic, to RESTHeart", "put", XYLEM_BASIC, "put", RESTHEART, 1.0),
            least("bulk POST, documents a second to insertMany", "bulk", 0.6),
            least("NDJSON import, documents a second to insertMany", "import", 0.6),
            least("NDJSON export, documents a second to raw batches", "export", 0.6),
            most("page 600 by cursor, to page 1", "deep", XYLEM, "first", XYLEM, 1.2),
            most("404, to the 200", "404", XYLEM, "one", XYLEM, 1.0),
            most("401, to the 200", "401", XYLEM_BASIC, "one", XYLEM_BASIC, 1.0));

    private static final double ALLOCATED_KIB = 12;

    private Goals() {}

    private static Goal most(String what, String workload, Kind kind, String otherWorkload, Kind other, double bound) {
        return new Goal(what, workload, kind, otherWorkload, other, false, bound);
    }

    private static Goal least(String what, String workload, double bound) {
        return new Goal(what, workload, XYLEM, workload, DRIVER, true, bound);
    }

    /** Those that the report can tell of. */
    static String judge(Report report) {
        String ratios = ALL.stream()
                .flatMap(goal -> goal.value(report)
                        .map(value -> line(goal.what, value, goal.atLeast ? "at least" : "at most", goal.bound, goal.isMet(value)))
                        .stream())
                .collect(Collectors.joining());
        String allocated = report.find("one", XYLEM)
                .map(figures -> figures.allocated() / 1024)
                .map(kib -> line("one document, KiB allocated", kib, "at most", ALLOCATED_KIB, kib <= ALLOCATED_KIB))
                .orElse("");
        return ratios.isEmpty() ? "" : "Goals\n" + ratios + allocated;
    }

    private static String line(String what, double value, String bound, double limit, boolean isMet) {
        return String.format(Locale.ROOT, "  %-52s %7.2f  %-8s %5.2f  %s%n", what, value, bound, limit, isMet ? "met" : "NOT MET");
    }
}
