package dev.xylem.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import dev.xylem.storage.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bson.RawBsonDocument;

/**
 * A store that is measured, open on a folder.
 *
 * @param commit what makes an acknowledged write durable; nothing where the acknowledgement says it
 */
record Candidate(MongoClient client, Runnable commit, Runnable stop) implements AutoCloseable {

    static Candidate xylem(Path folder) {
        EmbeddedMongo store = EmbeddedMongo.open(folder.toString());
        return new Candidate(MongoClients.create(store.connectionString()), () -> {}, store::close);
    }

    static Candidate stock(Path folder) {
        H2Backend backend = new H2Backend(folder.resolve("stock.mv.db").toString());
        MongoServer server = new MongoServer(backend);
        backend.enableOplog();
        var address = server.bind();
        String uri = "mongodb://" + address.getHostString() + ":" + address.getPort();
        return new Candidate(MongoClients.create(uri), backend::commit, server::shutdownNow);
    }

    MongoCollection<RawBsonDocument> packages() {
        return client.getDatabase("debian").getCollection("packages", RawBsonDocument.class);
    }

    static double mebibytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1024.0
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        stop.run();
    }
}
