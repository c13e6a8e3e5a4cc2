package dev.xylem.storage;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.config.CursorKey;
import dev.xylem.config.EmbeddedStore;
import dev.xylem.config.LiveSource;
import dev.xylem.config.MongoUri;
import dev.xylem.config.Settings;
import dev.xylem.config.SettingsException;
import dev.xylem.config.StoreSync;
import dev.xylem.plan.Capabilities;
import dev.xylem.plan.CursorSeal;
import dev.xylem.storage.embedded.EmbeddedMongo;
import dev.xylem.storage.embedded.Examined;
import dev.xylem.storage.embedded.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The connection to the database behind the server: a MongoDB, or the embedded store when none is configured. */
public final class Store implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Store.class);
    private static final int CONNECT_MILLIS = 2_000;
    private static final int SELECTION_MILLIS = 5_000;

    /** Then a connection that nobody needs is closed: what lies between may have forgotten it, and a peak must not keep its files open. */
    private static final int IDLE_SECONDS = 120;

    private static final int PING_MILLIS = 1_000;
    private static final int STREAMS = 500;
    private static final int STREAM_SILENCE_MILLIS = 15_000;

    private final Settings settings;
    private final @Nullable EmbeddedMongo embedded;
    private final OpenConnections open = new OpenConnections();
    private final MongoClient client;
    private final boolean retriesReads;
    private final MongoErrors errors;
    private volatile @Nullable Capabilities capabilities;
    private volatile @Nullable CursorSeal cursors;
    private final Supplier<MongoClient> streams;
    private volatile boolean streaming;
    private volatile boolean closed;

    private Store(Settings settings, @Nullable EmbeddedMongo embedded, String uri) {
        this.settings = settings;
        this.embedded = embedded;
        this.errors = new MongoErrors(embedded != null);
        MongoClientSettings asked = client(settings, uri, open);
        this.client = MongoClients.create(asked);
        this.retriesReads = asked.getRetryReads();
        this.streams = Lazily.once(() -> {
            streaming = true;
            return MongoClients.create(streams(uri));
        });
    }

    /** Opens it; an unreachable {@code mongo-uri} is no error, the connection is made when it can be. */
    public static Store open(Settings settings) {
        return settings.mongoUri()
                .map(MongoUri::value)
                .map(uri -> new Store(settings, null, uri))
                .orElseGet(() -> embedded(settings));
    }

    private static Store embedded(Settings settings) {
        try {
            EmbeddedMongo mongo =
                    EmbeddedMongo.open(settings.embeddedStore().path(), options(settings.embeddedStore()));
            publish(settings.embeddedStore(), mongo.connectionString());
            return new Store(settings, mongo, mongo.connectionString());
        } catch (EmbeddedMongo.LockedException | EmbeddedMongo.DamagedException e) {
            throw SettingsException.at("embedded-store.path", String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw SettingsException.at("embedded-store.path", "the folder can't be used: " + e.getMessage());
        }
    }

    private static EmbeddedMongo.Options options(EmbeddedStore settings) {
        return new EmbeddedMongo.Options(
                settings.sync() == StoreSync.ALWAYS, settings.changeLogEntries(), settings.changeLogSize());
    }

    /** The embedded store needs some for backups and for the driver itself. */
    private static int connections(Settings settings) {
        int wanted = settings.mongoPool().max();
        return settings.mongoUri().isPresent() ? wanted : Math.min(wanted, EmbeddedMongo.CONNECTIONS / 2);
    }

    /** For backups of the running server. */
    private static void publish(EmbeddedStore store, String connectionString) {
        if (!store.isMemory()) {
            try {
                StoreAddress.in(Path.of(store.path())).publish(connectionString);
            } catch (IOException e) {
                LOG.warnf("export and import won't find this server: no address file in %s: %s", store.path(), e);
            }
        }
    }

    private void withdraw() {
        if (!settings.embeddedStore().isMemory()) {
            try {
                StoreAddress.in(Path.of(settings.embeddedStore().path())).withdraw();
            } catch (IOException e) {
                LOG.warnf("the address file is left behind: %s", e);
            }
        }
    }

    private static MongoClientSettings client(Settings settings, String uri, OpenConnections open) {
        return MongoClientSettings.builder()
                .applyToConnectionPoolSettings(pool -> pool.maxSize(connections(settings))
                        .maxConnectionIdleTime(IDLE_SECONDS, TimeUnit.SECONDS)
                        .addConnectionPoolListener(open))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_MILLIS, TimeUnit.MILLISECONDS))
                .applyConnectionString(new ConnectionString(uri))
                .applicationName("xylem")
                .codecRegistry(RawCodec.registry())
                .timeout(settings.limits().queryTime().toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    /** For change streams, which keep a connection each and wait for long: none of them is taken from those who ask and go. */
    private static MongoClientSettings streams(String uri) {
        return MongoClientSettings.builder()
                .applyToConnectionPoolSettings(pool -> pool.maxSize(STREAMS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(STREAM_SILENCE_MILLIS, TimeUnit.MILLISECONDS))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_MILLIS, TimeUnit.MILLISECONDS))
                .applyConnectionString(new ConnectionString(uri))
                .applicationName("xylem feeds")
                .codecRegistry(RawCodec.registry())
                .build();
    }

    MongoClient streams() {
        return streams.get();
    }

    boolean isClosed() {
        return closed;
    }

    /** @throws dev.xylem.api.ProblemException 503 when the server is stopping */
    MongoClient client() {
        if (closed) {
            throw Problem.of(ProblemType.STOPPING, "The server is stopping; ask the next one.")
                    .header("Retry-After", "2")
                    .exception();
        }
        return client;
    }

    MongoErrors errors() {
        return errors;
    }

    /** A read whose connection is lost is tried once more. */
    boolean retriesReads() {
        return retriesReads;
    }

    /** True when other programs may write to it too. */
    boolean isShared() {
        return embedded == null;
    }

    /** True when feeds carry what this server writes, and nothing else. */
    boolean ownWrites() {
        return settings.live() == LiveSource.OWN_WRITES;
    }

    /** How to learn what finds read; null where the store does not tell. */
    @Nullable
    Examined examined() {
        return embedded == null ? null : embedded.examined();
    }

    /** Documents that a query may read without a word. */
    int scanWarning() {
        return settings.limits().scanWarning();
    }

    PageReader pages() {
        return new PageReader(settings.limits().page());
    }

    int openConnections() {
        return open.count();
    }

    int connections() {
        return settings.mongoPool().max();
    }

    Duration connectionWait() {
        return settings.mongoPool().waitTime();
    }

    Duration queryTime() {
        return settings.limits().queryTime();
    }

    /** What the store can do: asked once, at the first time that it answers. */
    Capabilities capabilities() {
        Capabilities known = capabilities;
        if (known == null) {
            known = CapabilityProbe.ask(client());
            capabilities = known;
        }
        return known;
    }

    /** What seals cursors: the configured key, else one that is made once and kept in the store. */
    CursorSeal cursors() {
        CursorSeal known = cursors;
        if (known == null) {
            known = new CursorSeal(settings.cursorKey().map(CursorKey::bytes).orElseGet(() -> StoredKey.of(client())));
            cursors = known;
        }
        return known;
    }

    /**
     * Asks in the background what the store can do, so that no request has to wait for it, and tells the log. Where the store does not
     * answer yet, the first request that needs to know asks again.
     */
    public void meet() {
        Thread.startVirtualThread(() -> {
            try {
                LOG.infof("store: %s", capabilities());
            } catch (RuntimeException e) {
                LOG.warnf("the store does not answer yet: %s", reason(e));
            }
        });
    }

    /** None of the driver's text: it may hold what belongs to the connection string. */
    private static String reason(RuntimeException e) {
        return e instanceof MongoSecurityException
                ? "it refuses the user or the password of mongo-uri"
                : e.getClass().getSimpleName();
    }

    /** True when the store answers within a second. */
    public boolean isReachable() {
        if (embedded != null) {
            return true;
        }
        try {
            client().getDatabase("admin")
                    .withTimeout(PING_MILLIS, TimeUnit.MILLISECONDS)
                    .runCommand(new BsonDocument("ping", new BsonInt32(1)));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        if (streaming) {
            streams.get().close();
        }
        client.close();
        if (embedded != null) {
            withdraw();
            embedded.close();
        }
    }
}
