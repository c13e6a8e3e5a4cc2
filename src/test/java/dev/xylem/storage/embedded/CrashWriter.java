package dev.xylem.storage.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.inc;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;

/** The process that {@link CrashTest} kills: opens the store and writes without end, saying what was acknowledged. */
final class CrashWriter {

    static final int WRITERS = 6;
    static final int BATCH = 10;

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), false);

    private CrashWriter() {}

    public static void main(String[] args) {
        int round = Integer.parseInt(args[1]);
        EmbeddedMongo store = EmbeddedMongo.open(args[0]);
        MongoClient client = MongoClients.create(store.connectionString());
        MongoCollection<Document> documents = client.getDatabase("crash").getCollection("documents");
        say("open");
        Thread.ofPlatform().start(() -> index(documents));
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            Thread.ofPlatform().start(() -> write(documents, round, number));
        }
    }

    private static void write(MongoCollection<Document> documents, int round, int writer) {
        for (int i = 0; ; i++) {
            String id = round + "-" + writer + "-" + i;
            switch (i % 4) {
                case 0 -> {
                    documents.insertOne(document(id));
                    say("one " + id);
                }
                case 1 -> {
                    documents.insertMany(batch(id));
                    say("batch " + id);
                }
                case 2 -> {
                    String old = round + "-" + writer + "-" + (i - 2);
                    say("goes " + old);
                    documents.deleteOne(eq("_id", old));
                    say("gone " + old);
                }
                default -> {
                    String counter = "counter-" + writer;
                    Document before = documents.findOneAndUpdate(
                            eq("_id", counter), inc("n", 1), new FindOneAndUpdateOptions().upsert(true));
                    say("counter " + counter + " " + (before == null ? 1 : before.getInteger("n") + 1));
                }
            }
        }
    }

    /** Beside the writers, so that a kill meets builds at every stage. */
    private static void index(MongoCollection<Document> documents) {
        while (true) {
            documents.createIndex(ascending("hash"));
            documents.createIndex(ascending("text", "hash"));
            documents.dropIndex(ascending("hash"));
        }
    }

    /** What a document of this id holds. */
    static Document document(String id) {
        return new Document("_id", id)
                .append("text", id.repeat(id.hashCode() & 31))
                .append("hash", id.hashCode());
    }

    /** One command's documents: all of them are stored, or none. */
    static List<Document> batch(String id) {
        return IntStream.range(0, BATCH).mapToObj(i -> document(id + "-" + i)).toList();
    }

    private static synchronized void say(String line) {
        OUT.print(line + "\n");
        OUT.flush();
    }

    /** That process, as seen by a test. */
    record Child(Process process, Path output) implements AutoCloseable {

        static Child start(Path store, int round) throws IOException {
            Path output = Files.createTempFile("crash-writer", ".out");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CrashWriter.class.getName(),
                            store.toString(),
                            Integer.toString(round))
                    .redirectErrorStream(false)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(output.toFile())
                    .start();
            return new Child(process, output);
        }

        void awaitFirstLine() throws Exception {
            awaitLines(1);
        }

        void awaitLines(int count) throws Exception {
            while (Files.readString(output).lines().count() < count) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the writer ended with " + process.exitValue());
                }
                Thread.sleep(5);
            }
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        /** Whole lines only: the last one may be cut. */
        List<String> acknowledged() throws IOException {
            String said = Files.readString(output);
            return said.substring(0, said.lastIndexOf('\n') + 1).lines().skip(1).toList();
        }

        @Override
        public void close() throws IOException {
            kill();
            Files.delete(output);
        }
    }
}
