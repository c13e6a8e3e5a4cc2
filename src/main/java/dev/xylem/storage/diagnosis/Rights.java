package dev.xylem.storage.diagnosis;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import dev.xylem.config.MountSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What the user of {@code mongo-uri} may do with the databases that are served. */
final class Rights {
    private static final String ABOUT = "rights";
    private static final int UNAUTHORIZED = 13;
    private static final BsonString ANY = new BsonString("");

    /** Each action with what needs it. */
    private static final Map<String, String> NEEDED = new LinkedHashMap<>();

    static {
        NEEDED.put("find", "reading documents");
        NEEDED.put("insert", "creating documents");
        NEEDED.put("update", "changing documents");
        NEEDED.put("remove", "deleting documents");
        NEEDED.put("listCollections", "listing collections");
        NEEDED.put("createCollection", "creating collections");
        NEEDED.put("dropCollection", "deleting collections");
        NEEDED.put("createIndex", "creating indexes");
        NEEDED.put("dropIndex", "deleting indexes");
        NEEDED.put("listIndexes", "listing indexes");
        NEEDED.put("changeStream", "feeds");
        NEEDED.put("dropDatabase", "deleting databases (role dbAdmin)");
    }

    private final MongoClient client;
    private final List<String> databases;

    Rights(MongoClient client, List<MountSetting> mounts) {
        this.client = client;
        this.databases = mounts.stream().map(Rights::databaseOf).distinct().toList();
    }

    /** Empty for all of them, and for those whose name stands in the URL. */
    private static String databaseOf(MountSetting mount) {
        String name = mount.what().equals("*") ? "" : mount.what().split("/", -1)[1];
        return name.contains("{") ? "" : name;
    }

    List<Finding> look() {
        try {
            BsonDocument status = client.getDatabase("admin")
                    .runCommand(
                            new BsonDocument("connectionStatus", new BsonInt32(1))
                                    .append("showPrivileges", BsonBoolean.TRUE),
                            BsonDocument.class);
            BsonDocument who = status.getDocument("authInfo", new BsonDocument());
            if (!who.getArray("authenticatedUsers", new BsonArray()).isEmpty()) {
                return ofUser(who.getArray("authenticatedUserPrivileges", new BsonArray()));
            }
        } catch (MongoException e) {
            // Some engines don't know the command; what follows is asked of all.
        }
        return ofNobody();
    }

    private List<Finding> ofUser(BsonArray privileges) {
        List<Finding> findings = new ArrayList<>();
        for (String database : databases) {
            List<String> missing = NEEDED.keySet().stream()
                    .filter(action -> privileges.stream().noneMatch(each -> allows(each, database, action)))
                    .toList();
            findings.add(
                    missing.isEmpty()
                            ? Finding.well(ABOUT, "everything on " + shown(database))
                            : lacking(database, missing));
        }
        return findings;
    }

    private static Finding lacking(String database, List<String> missing) {
        String text = "the user of mongo-uri may not do this on " + shown(database) + ": "
                + missing.stream()
                        .map(action -> NEEDED.get(action) + " (" + action + ")")
                        .collect(Collectors.joining(", "))
                + ". Such requests are 403 store-forbidden. The role readWrite"
                + (database.isEmpty() ? "AnyDatabase" : " on " + database) + " has most of it";
        return missing.contains("find") ? Finding.wrong(ABOUT, text) : Finding.note(ABOUT, text);
    }

    private static String shown(String database) {
        return database.isEmpty() ? "all databases" : "the database " + database;
    }

    private static boolean allows(BsonValue privilege, String database, String action) {
        BsonDocument resource = privilege.asDocument().getDocument("resource", new BsonDocument());
        boolean there = resource.getBoolean("anyResource", BsonBoolean.FALSE).getValue()
                || (resource.get("collection", BsonBoolean.FALSE).equals(ANY)
                        && (resource.get("db", BsonBoolean.FALSE).equals(ANY)
                                || resource.get("db", BsonBoolean.FALSE).equals(new BsonString(database))));
        return there
                && privilege.asDocument().getArray("actions", new BsonArray()).contains(new BsonString(action));
    }

    /** Where nobody has logged in, reading tells whether somebody must. */
    private List<Finding> ofNobody() {
        try {
            for (String database : databases) {
                client.getDatabase(database.isEmpty() ? "xylem_capabilities" : database)
                        .getCollection("never_created")
                        .find()
                        .first();
            }
            return List.of(Finding.well(ABOUT, "the database asks for no login: whoever reaches it may do everything"));
        } catch (MongoCommandException e) {
            return List.of(Finding.wrong(
                    ABOUT,
                    e.getErrorCode() == UNAUTHORIZED
                            ? "the database wants a login, and mongo-uri has no user: mongodb://USER:PASSWORD@.../?authSource=admin"
                            : "reading fails: " + e.getErrorMessage()));
        } catch (MongoException e) {
            return List.of(Finding.wrong(ABOUT, "reading fails: " + e.getMessage()));
        }
    }
}
