package dev.xylem.request;

import dev.xylem.bench.micro.Brief;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** A path into its segments, with and without escapes. Stands beside the parser, which is nobody else's. */
public class Paths extends Brief {
    private final String plain = "/bench/docs/doc-04711";
    private final String escaped = "/bench/docs/stra%C3%9Fe%204711";

    @Benchmark
    public List<Segment> pathParser() {
        return PathParser.parse(plain);
    }

    @Benchmark
    public List<Segment> pathParserWithEscapes() {
        return PathParser.parse(escaped);
    }
}
