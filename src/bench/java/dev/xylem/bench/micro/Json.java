package dev.xylem.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.xylem.api.ProblemType;
import dev.xylem.bench.http.Dataset;
import dev.xylem.request.JsonReader;
import dev.xylem.response.JsonOutput;
import dev.xylem.response.JsonTranscoder;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.openjdk.jmh.annotations.Benchmark;

/** One document of the benchmark in and out. */
public class Json extends Brief {
    private final RawBsonDocument document = Dataset.stored(4711);
    private final JsonOutput output = new JsonOutput(1024);
    private final JsonReader reader = new JsonReader(100, ProblemType.TOO_DEEP);
    private final byte[] text = Dataset.body(4711).getBytes(UTF_8);

    @Benchmark
    public int transcoder() {
        output.truncate(0);
        JsonTranscoder.INSTANCE.writeDocument(document, output);
        return output.length();
    }

    @Benchmark
    public BsonValue reader() {
        return reader.read(text, text.length);
    }
}
