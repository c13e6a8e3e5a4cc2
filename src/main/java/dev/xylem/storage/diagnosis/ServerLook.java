package dev.xylem.storage.diagnosis;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import dev.xylem.plan.Capabilities;
import dev.xylem.storage.CapabilityProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** What the server is: its version, its place in a replica set, its clock, and what it can't do. */
final class ServerLook {
    private static final int TESTED_FROM = 5;
    private static final Duration SKEW = Duration.ofSeconds(3);
    private static final BsonString NONE = new BsonString("");

    private final MongoClient client;
    private final List<Finding> findings = new ArrayList<>();

    ServerLook(MongoClient client) {
        this.client = client;
    }

    List<Finding> look() {
        try {
            BsonDocument hello = ask("hello");
            BsonDocument build = ask("buildInfo");
            version(build);
            clock(hello);
            boolean alone =
                    !hello.containsKey("setName") && !hello.get("msg", NONE).equals(new BsonString("isdbgrid"));
            features(CapabilityProbe.ask(client), alone && isMongoDb(build));
        } catch (MongoException e) {
            findings.add(Finding.wrong("server", "it does not tell what it is: " + e.getMessage()));
        }
        return findings;
    }

    private BsonDocument ask(String command) {
        return client.getDatabase("admin").runCommand(new BsonDocument(command, new BsonInt32(1)), BsonDocument.class);
    }

    private static boolean isMongoDb(BsonDocument build) {
        return build.containsKey("gitVersion") && !build.containsKey("ferretdb");
    }

    private void version(BsonDocument build) {
        String version = build.getString("version", NONE).getValue();
        String number = version.split("\\.", -1)[0];
        if (number.matches("\\d{1,3}") && Integer.parseInt(number) < TESTED_FROM) {
            findings.add(Finding.note(
                    "version", "MongoDB " + version + " is older than what Xylem is tested with; 5.0 and newer are"));
        } else {
            findings.add(
                    Finding.well("version", "MongoDB " + version + (isMongoDb(build) ? "" : ", or what resembles it")));
        }
    }

    private void clock(BsonDocument hello) {
        if (!(hello.get("localTime") instanceof BsonDateTime there)) {
            return;
        }
        Duration ahead = Duration.between(Instant.now(), Instant.ofEpochMilli(there.getValue()));
        if (ahead.abs().compareTo(SKEW) > 0) {
            findings.add(
                    Finding.note(
                            "clock",
                            "the database's clock is " + ahead.abs().toSeconds() + " s "
                                    + (ahead.isNegative() ? "behind" : "ahead of")
                                    + " this machine's. Times in documents, tokens in the database and expiring indexes go by both: let both follow one time server"));
        } else {
            findings.add(Finding.well("clock", "the database's clock is this machine's"));
        }
    }

    private void features(Capabilities can, boolean alone) {
        if (alone) {
            findings.add(Finding.note(
                    "replica set",
                    "the database stands alone. A replica set of one member is enough for feeds and transactions: start mongod with"
                            + " --replSet rs0, then run rs.initiate() in mongosh, once"));
        }
        off(can.changeStreams(), "feeds (server-sent events, WebSocket): the database has no change streams");
        off(can.transactions(), "transactions");
        off(can.text(), "text search ($text)");
        off(can.geo(), "geospatial queries");
        off(can.collation(), "collation");
        off(can.pipelineUpdates(), "updates by an aggregation pipeline");
        off(can.explain(), "explanations of queries (?explain)");
    }

    private void off(boolean can, String feature) {
        if (!can) {
            findings.add(Finding.off("feature", feature));
        }
    }
}
