package dev.xylem.bench.http;

import dev.xylem.storage.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.OutputStream;

/** The store that all candidates work on, in a process of its own. Ends with its standard input. */
public final class StoreMain {
    private StoreMain() {}

    public static void main(String... args) throws IOException {
        try (EmbeddedMongo store = EmbeddedMongo.open(EmbeddedMongo.MEMORY)) {
            System.out.println(store.connectionString());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
