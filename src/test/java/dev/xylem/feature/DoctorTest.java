package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Command;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ScriptedMongo;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir
    Path folder;

    private static void finds(Command command, String... lines) {
        for (String line : lines) {
            assertTrue(
                    command.stdout().lines().anyMatch(said -> said.matches(line)),
                    () -> "nothing like " + line + " in:\n" + command.stdout() + command.stderr());
        }
        boolean wrong = List.of(lines).stream().anyMatch(line -> line.startsWith("WRONG"));
        assertEquals(wrong, command.stdout().contains("\nWRONG"), command.stdout());
        command.expect(wrong ? 1 : 0);
    }

    private static Command of(ScriptedMongo mongo) {
        return Command.run("doctor", "--mongo-uri=mongodb://" + mongo.address());
    }

    @OnEveryEngine
    void aStoreThatIsWellIsWell(Engine engine) {
        Command command = Command.run("doctor", engine.option());

        finds(command, "ok     settings: .*", "off    feature: .*", "The server can work with these settings\\.");
        if (!engine.isEmbedded()) {
            finds(
                    command,
                    "ok     dns: 127.0.0.1 is 127.0.0.1",
                    "ok     port: .*",
                    "ok     login: without a user",
                    "ok     version: MongoDB .*",
                    "ok     clock: .*",
                    "ok     rights: .*",
                    "off    feature: feeds .*");
        }
        assertEquals("", command.stderr());
    }

    @Test
    void wrongSettingsAreThatAndNothingIsConnected() {
        Command command = Command.run("doctor", "--http-prot=1").expect(2);

        assertEquals("", command.stdout());
        assertTrue(command.stderr().contains("did you mean http-port?"), command.stderr());
    }

    @Test
    void aNameThatNobodyKnows() {
        finds(
                Command.run("doctor", "--mongo-uri=mongodb://no-such-host.invalid/"),
                "WRONG  dns: no address is known for no-such-host\\.invalid\\. .*");
    }

    @Test
    void aNameThatStandsForServersAndThatNobodyKnows() {
        Command command = Command.run("doctor", "--mongo-uri=mongodb+srv://ann:s3cret@no-such-host.invalid/");

        finds(command, "WRONG  (mongo-uri|login): .*no-such-host\\.invalid.*");
        assertFalse((command.stdout() + command.stderr()).contains("s3cret"));
    }

    @Test
    void aPortWhereNobodyListens() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        finds(
                Command.run("doctor", "--mongo-uri=mongodb://127.0.0.1:" + free),
                "WRONG  port: 127.0.0.1:" + free + " refuses connections: nothing listens there.*");
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();

            finds(
                    Command.run("doctor", "--mongo-uri=mongodb://" + address),
                    "WRONG  login: " + address + " takes connections and says nothing.*");
            finds(
                    Command.run("doctor", "--mongo-uri=mongodb://" + address + "/?tls=true"),
                    "WRONG  tls: " + address + " takes the connection and then says nothing to a TLS greeting.*");
        }
    }

    @Test
    void whatIsSaidOfTlsIsWhatIsThere() {
        var options = List.of(
                "--https-listener=true",
                "--https-port=0",
                "--https-host=0.0.0.0",
                "--allow-open=true",
                "--embedded-store.path=" + folder.resolve("d"));
        try (var server = ServerProcess.start(options, Map.of())) {
            int tls = Objects.requireNonNull(server.tls()).getPort();
            int plain = server.base().getPort();
            var trusting = Map.of(
                    "JAVA_OPTS",
                    "-Djavax.net.ssl.trustStorePassword=xylem -Djavax.net.ssl.trustStore="
                            + folder.resolve("d/tls-self-signed.p12"));

            finds(
                    Command.run("doctor", "--mongo-uri=mongodb://127.0.0.1:" + tls + "/?tls=true"),
                    "WRONG  tls: the certificate of 127.0.0.1:" + tls + " is signed by nobody whom this Java trusts.*");
            finds(
                    Command.run(trusting, "doctor", "--mongo-uri=mongodb://127.0.0.2:" + tls + "/?tls=true"),
                    "WRONG  tls: the certificate of 127.0.0.2:" + tls + " is for another name: .*");
            finds(
                    Command.run("doctor", "--mongo-uri=mongodb://127.0.0.1:" + plain + "/?tls=true"),
                    "WRONG  tls: 127.0.0.1:" + plain + " does not speak TLS, but mongo-uri says tls=true");
            finds(
                    Command.run("doctor", "--mongo-uri=mongodb://127.0.0.1:" + tls),
                    "WRONG  login: 127.0.0.1:" + tls
                            + " takes connections and says nothing\\. Does it want TLS \\(tls=true in mongo-uri\\).*");
            finds(
                    Command.run(trusting, "doctor", "--mongo-uri=mongodb://127.0.0.1:" + tls + "/?tls=true"),
                    "ok     tls: 127.0.0.1:" + tls + " speaks TLSv1.3 with a certificate that is trusted",
                    "WRONG  login: .*");
        }
    }

    @Test
    void aPasswordThatIsWrongAndNeverShown() {
        try (var mongo = new ScriptedMongo()
                .answering(
                        "saslStart",
                        "{ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.'}")) {
            Command command = Command.run(
                    "doctor",
                    "--mongo-uri=mongodb://ann:s3cret@" + mongo.address()
                            + "/?authSource=people&authMechanism=SCRAM-SHA-256");

            finds(
                    command,
                    "WRONG  login: the database does not take user ann \\(looked for in the database people, authSource\\): .*");
            assertFalse((command.stdout() + command.stderr()).contains("s3cret"));
        }
    }

    @Test
    void aLoginThatIsMissing() {
        try (var mongo = new ScriptedMongo()
                .answering("find", "{ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'requires authentication'}")) {
            finds(of(mongo), "WRONG  rights: the database wants a login, and mongo-uri has no user.*");
        }
    }

    @Test
    void rightsThatAreMissing() {
        try (var mongo = new ScriptedMongo()) {
            mongo.answering("connectionStatus", status("['find', 'listCollections', 'listIndexes']"));
            finds(
                    of(mongo),
                    "note   rights: the user of mongo-uri may not do this on all databases: creating documents \\(insert\\), .*"
                            + "readWriteAnyDatabase has most of it");

            mongo.answering("connectionStatus", status("['insert']"));
            finds(
                    of(mongo),
                    "WRONG  rights: the user of mongo-uri may not do this on all databases: reading documents \\(find\\), .*");
            finds(
                    Command.run(
                            "doctor",
                            "--mongo-uri=mongodb://" + mongo.address(),
                            "--mongo-mounts=[{what: /shop, where: /}]"),
                    "WRONG  rights: the user of mongo-uri may not do this on the database shop: .*");

            mongo.answering(
                    "connectionStatus",
                    status(
                            "['find', 'insert', 'update', 'remove', 'listCollections', 'createCollection',"
                                    + " 'dropCollection', 'createIndex', 'dropIndex', 'listIndexes', 'changeStream', 'dropDatabase']"));
            finds(of(mongo), "ok     rights: everything on all databases");
        }
    }

    private static String status(String actions) {
        return "{authInfo: {authenticatedUsers: [{user: 'ann', db: 'admin'}], authenticatedUserPrivileges: [{resource: {db: '',"
                + " collection: ''}, actions: " + actions + "}]}, ok: 1}";
    }

    @Test
    void aServerThatStandsAlone() {
        try (var mongo = new ScriptedMongo()) {
            finds(
                    of(mongo),
                    "note   replica set: the database stands alone\\. .*rs\\.initiate.*",
                    "off    feature: feeds .*",
                    "off    feature: transactions");
        }
    }

    @Test
    void versionsThatAreOld() {
        try (var mongo = new ScriptedMongo()) {
            mongo.answering("buildInfo", "{version: '4.4.1', gitVersion: 'abc', ok: 1}");
            finds(of(mongo), "note   version: MongoDB 4\\.4\\.1 is older than what Xylem is tested with.*");

            mongo.answering("hello", "{ismaster: true, helloOk: true, maxWireVersion: 6, minWireVersion: 0, ok: 1}");
            finds(of(mongo), "WRONG  login: the database is too old for the driver: .*");
        }
    }

    @Test
    void aClockThatIsWrong() {
        try (var mongo = new ScriptedMongo()) {
            finds(
                    of(mongo.ahead(3_600_000)),
                    "note   clock: the database's clock is (3599|3600) s ahead of this machine's.*");
            finds(of(mongo.ahead(-60_000)), "note   clock: the database's clock is 6\\d s behind this machine's.*");
        }
    }

    @Test
    void aReplicaSetThatHasNoPrimary() {
        try (var mongo = new ScriptedMongo()) {
            mongo.answering(
                    "hello",
                    ("{ismaster: false, secondary: true, helloOk: true, setName: 'rs0', hosts: ['%1$s', 'db2.invalid:27017'],"
                                    + " me: '%1$s', maxWireVersion: 21, minWireVersion: 0, ok: 1}")
                            .formatted(mongo.address()));
            String uri = "doctor --mongo-uri=mongodb://" + mongo.address() + "/?replicaSet=";

            finds(
                    Command.run((uri + "rs0").split(" ", -1)),
                    "WRONG  login: the replica set has no primary that this machine can reach\\. These members don't answer .*db2\\.invalid:27017.*");
            finds(
                    Command.run((uri + "rs1").split(" ", -1)),
                    "WRONG  login: no host of mongo-uri is a member of a replica set called rs1: .*");
            mongo.answering(
                    "hello",
                    "{ismaster: false, secondary: false, isreplicaset: true, helloOk: true, maxWireVersion: 21, ok: 1}");
            finds(Command.run((uri + "rs0").split(" ", -1)), "WRONG  login: the replica set was never initiated: .*");
        }
    }

    @Test
    void theFolderOfTheEmbeddedStore() throws IOException {
        String option = "--embedded-store.path=";
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path fresh = folder.resolve("fresh");

        finds(
                Command.run("doctor", option + fresh),
                "ok     embedded store: .*fresh is made at the first start",
                "ok     disk: .*|note   disk: .*");
        assertFalse(Files.exists(fresh));
        finds(Command.run("doctor", option + file), "WRONG  embedded store: .* is a file; expected a folder");
        try (var server = ServerProcess.start(List.of(option + fresh), Map.of())) {
            assertTrue(server.pid() > 0);
            finds(Command.run("doctor", option + fresh), "ok     embedded store: answers: the server that runs on .*");
        }
        finds(Command.run("doctor", option + fresh), "ok     embedded store: answers: .*opened by this command");
        Files.writeString(fresh.resolve("xylem.mv.db"), "no store");
        finds(Command.run("doctor", option + fresh), "WRONG  embedded store: .*");
    }
}
