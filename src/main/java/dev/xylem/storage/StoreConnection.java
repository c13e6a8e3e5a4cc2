package dev.xylem.storage;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.xylem.config.EmbeddedStore;
import dev.xylem.config.MongoUri;
import dev.xylem.config.Settings;
import dev.xylem.config.SettingsException;
import dev.xylem.storage.embedded.EmbeddedMongo;
import dev.xylem.storage.embedded.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * How a command of the operator reaches the data: at {@code mongo-uri}, through the server that has the embedded store open, or by opening
 * the embedded store itself. Unlike {@link Store} it sets no limit to the time a command takes.
 */
public final class StoreConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int SELECTION_MILLIS = 5_000;
    private static final int SILENCE_MINUTES = 10;
    private static final int START_MILLIS = 10_000;
    private static final int LOOK_MILLIS = 100;
    private static final String LOCK_FILE = "lock";

    /** They tell of connections, on a terminal where progress is shown. Held here, because loggers are collected as garbage. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.mongodb");

    private final String description;
    private final @Nullable EmbeddedMongo opened;
    private final MongoClient client;

    private StoreConnection(String description, String uri, @Nullable EmbeddedMongo opened) {
        DRIVER_LOG.setLevel(Level.OFF);
        this.description = description;
        this.opened = opened;
        this.client = MongoClients.create(client(uri));
    }

    private static MongoClientSettings client(String uri) {
        return MongoClientSettings.builder()
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(SILENCE_MINUTES, TimeUnit.MINUTES))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_MILLIS, TimeUnit.MILLISECONDS))
                .applyConnectionString(OutsideQuarkus.connection(uri))
                .applicationName("xylem")
                .codecRegistry(RawCodec.registry())
                .build();
    }

    /**
     * To a store that is there.
     *
     * @throws SettingsException when the settings name no store that could be read
     * @throws StoreFailure when it does not answer
     */
    public static StoreConnection toRead(Settings settings) {
        return settings.mongoUri().map(StoreConnection::toMongo).orElseGet(() -> {
            Path directory = folder(settings.embeddedStore());
            requireData(directory);
            return toEmbedded(directory);
        });
    }

    /**
     * To a store that may still be empty; the embedded one is made when it is not there.
     *
     * @throws SettingsException when the settings name no store that keeps anything
     * @throws StoreFailure when it does not answer
     */
    public static StoreConnection toWrite(Settings settings) {
        return settings.mongoUri()
                .map(StoreConnection::toMongo)
                .orElseGet(() -> toEmbedded(folder(settings.embeddedStore())));
    }

    private static Path folder(EmbeddedStore store) {
        if (store.isMemory()) {
            throw SettingsException.at(
                    "embedded-store.path", "memory: is inside one process only; name a folder, or a --mongo-uri");
        }
        return Path.of(store.path());
    }

    private static StoreConnection toMongo(MongoUri uri) {
        return new StoreConnection("MongoDB at " + uri.hosts(), uri.value(), null).answering();
    }

    /**
     * To the embedded store in a folder that has one.
     *
     * @throws SettingsException when the folder can't be used
     * @throws StoreFailure when it does not answer
     */
    public static StoreConnection toEmbedded(EmbeddedStore store) {
        return toEmbedded(Path.of(store.path()));
    }

    private static StoreConnection toEmbedded(Path directory) {
        try {
            EmbeddedMongo mongo = EmbeddedMongo.open(directory.toString());
            String description = "the embedded store in " + directory + ", opened by this command";
            return new StoreConnection(description, mongo.connectionString(), mongo).answering();
        } catch (EmbeddedMongo.LockedException e) {
            return toServerOn(directory);
        } catch (EmbeddedMongo.DamagedException e) {
            throw SettingsException.at("embedded-store.path", String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw SettingsException.at("embedded-store.path", "the folder can't be used: " + e.getMessage());
        }
    }

    private static StoreConnection toServerOn(Path directory) {
        String uri = awaitAddress(directory);
        return new StoreConnection("the server that runs on the embedded store in " + directory, uri, null).answering();
    }

    /** A server that is just starting publishes its address in a moment. */
    private static String awaitAddress(Path directory) {
        StoreAddress address = StoreAddress.in(directory);
        for (int waited = 0; waited < START_MILLIS; waited += LOOK_MILLIS) {
            var found = address.read();
            if (found.isPresent()) {
                return found.get();
            }
            pause();
        }
        throw new StoreFailure("the embedded store in " + directory + " is in use by a process that tells no address: "
                + "another export or import, perhaps. Try again when it has ended");
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("interrupted", e);
        }
    }

    /** An empty backup of a folder that was mistyped would be worse than none. */
    private static void requireData(Path directory) {
        try (var files = Files.list(directory)) {
            if (files.anyMatch(file -> !file.endsWith(LOCK_FILE))) {
                return;
            }
        } catch (IOException e) {
            // Told below: whatever the reason, nothing can be read there.
        }
        throw SettingsException.at(
                "embedded-store.path",
                "there is no store in " + directory.toAbsolutePath() + "; name its folder, or a --mongo-uri");
    }

    private StoreConnection answering() {
        try {
            ask(it -> it.getDatabase("admin").runCommand(new BsonDocument("ping", new BsonInt32(1))));
            return this;
        } catch (StoreFailure e) {
            close();
            throw e;
        }
    }

    /** Which of the three it is, without credentials. */
    public String description() {
        return description;
    }

    /** @throws StoreFailure instead of what the driver throws */
    <T> T ask(Function<MongoClient, T> question) {
        try {
            return question.apply(client);
        } catch (MongoException e) {
            throw new StoreFailure(text(e), e);
        }
    }

    private String text(MongoException e) {
        return switch (e) {
            case MongoTimeoutException _, MongoSocketOpenException _ -> "no answer from " + description;
            case MongoSocketException _ -> "the connection to " + description + " broke: " + e.getMessage();
            case MongoSecurityException _ -> "user or password are refused by " + description;
            default -> String.valueOf(e.getMessage());
        };
    }

    @Override
    public void close() {
        client.close();
        if (opened != null) {
            opened.close();
        }
    }
}
