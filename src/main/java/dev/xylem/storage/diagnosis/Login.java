package dev.xylem.storage.diagnosis;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** Comes in as the server would. */
final class Login implements AutoCloseable {
    static final String ABOUT = "login";

    private static final int AUTHENTICATION_FAILED = 18;
    private static final int SELECTION_MILLIS = 4_000;

    /** It tells of connections, between our lines. Held here, because loggers are collected as garbage. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.mongodb");

    private final ConnectionString string;
    private final MongoClient client;

    Login(ConnectionString string) {
        DRIVER_LOG.setLevel(Level.OFF);
        this.string = string;
        this.client = MongoClients.create(MongoClientSettings.builder()
                .applyToSocketSettings(socket -> socket.connectTimeout(Way.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(Way.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_MILLIS, TimeUnit.MILLISECONDS))
                .applyConnectionString(string)
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_MILLIS, TimeUnit.MILLISECONDS))
                .applicationName("xylem doctor")
                .build());
    }

    MongoClient client() {
        return client;
    }

    List<Finding> enter() {
        try {
            client.getDatabase("admin").runCommand(new BsonDocument("hello", new BsonInt32(1)));
            return List.of(Finding.well(ABOUT, string.getCredential() == null ? "without a user" : "as " + user()));
        } catch (MongoSecurityException e) {
            return List.of(Finding.wrong(ABOUT, refused(e)));
        } catch (MongoIncompatibleDriverException e) {
            return List.of(Finding.wrong(ABOUT, "the database is too old for the driver: " + e.getMessage()));
        } catch (MongoTimeoutException e) {
            return List.of(Finding.wrong(ABOUT, new ClusterLook(string, client.getClusterDescription()).why()));
        } catch (MongoException e) {
            return List.of(Finding.wrong(ABOUT, "the first command fails: " + e.getMessage()));
        }
    }

    private String user() {
        var credential = string.getCredential();
        return credential == null ? "nobody" : credential.getUserName();
    }

    private String refused(MongoSecurityException e) {
        var credential = string.getCredential();
        String place =
                credential == null ? "" : " (looked for in the database " + credential.getSource() + ", authSource)";
        if (e.getCause() instanceof MongoCommandException command && command.getErrorCode() == AUTHENTICATION_FAILED) {
            return "the database does not take user " + user() + place
                    + ": the name, the password or the authSource is wrong. In mongo-uri, @ : / in them are written %40 %3A %2F";
        }
        return "the login of user " + user() + place + " fails: "
                + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
