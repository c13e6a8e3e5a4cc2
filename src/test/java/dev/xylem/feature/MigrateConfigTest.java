package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Command;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code migrate-config} makes of RESTHeart's files is taken by {@code check}, and means the same. */
class MigrateConfigTest {

    /** Every key that the file of RESTHeart 3.10 has. */
    private static final String THREE = """
            https-listener: true
            https-host: 127.0.0.1
            https-port: 4443
            http-listener: true
            http-host: 127.0.0.1
            http-port: 8080
            ajp-listener: false
            ajp-host: 127.0.0.1
            ajp-port: 8009
            instance-name: {{{instance-name}}}
            instance-base-url: http://localhost
            default-representation-format: PLAIN_JSON
            ansi-console: true
            allow-unescaped-characters-in-url: true
            use-embedded-keystore: true
            #keystore-file: {{not-set}}
            mongo-uri: mongodb://root:s3cret@db1,db2/?replicaSet=rs0&authSource=admin
            mongo-mounts:
              - {what: "*", where: /}
            static-resources-mounts:
              - {what: browser, where: /browser, welcome-file: browser.html, secured: false, embedded: true}
            application-logic-mounts:
              - {what: org.restheart.handlers.applicationlogic.PingHandler, where: /ping, args: {msg: hello}}
            initializer-class: org.example.Init
            metadata-named-singletons:
              - group: checkers
                interface: org.restheart.metadata.checkers.Checker
                singletons: [{name: jsonSchema, class: org.restheart.metadata.checkers.JsonSchemaChecker}]
            idm:
              implementation-class: org.restheart.security.impl.SimpleFileIdentityManager
              conf-file: ./etc/security.yml
            access-manager:
              implementation-class: org.restheart.security.impl.SimpleAccessManager
              conf-file: ./etc/security.yml
            auth-token-enabled: true
            auth-token-ttl: 20
            aggregation-check-operators: true
            enable-log-file: true
            log-file-path: /var/log/restheart.log
            enable-log-console: true
            log-level: DEBUG
            requests-log-level: 0
            requests-log-trace-headers:
            metrics-gathering-level: DATABASE
            etag-check-policy: {db: REQUIRED_FOR_DELETE, coll: REQUIRED, doc: OPTIONAL}
            default-pagesize: 50
            max-pagesize: 500
            cursor-batch-size: 1000
            eager-cursor-allocation-pool-size: 100
            eager-cursor-allocation-linear-slice-width: 1000
            eager-cursor-allocation-linear-slice-delta: 100
            eager-cursor-allocation-linear-slice-heights: [4, 2, 1]
            eager-cursor-allocation-random-max-cursors: 20
            eager-cursor-allocation-random-slice-min-width: 1000
            force-gzip-encoding: false
            local-cache-enabled: true
            local-cache-ttl: 1000
            schema-cache-enabled: true
            schema-cache-ttl: 60000
            requests-limit: 1000
            query-time-limit: 30000
            aggregation-time-limit: 40000
            io-threads: 2
            worker-threads: 8
            buffer-size: 16384
            buffers-per-region: 20
            direct-buffers: true
            connection-options: {MAX_HEADER_SIZE: 1048576, MAX_ENTITY_SIZE: 2000000, MULTIPART_MAX_ENTITY_SIZE: -1, IDLE_TIMEOUT: -1,
              REQUEST_PARSE_TIMEOUT: 5000, NO_REQUEST_TIMEOUT: -1, MAX_PARAMETERS: 1000, MAX_HEADERS: 200, MAX_COOKIES: 200,
              URL_CHARSET: UTF-8, ALWAYS_SET_KEEP_ALIVE: true, ALWAYS_SET_DATE: true}
            """;

    private static final String SECURITY_OF_THREE = """
            users:
              - {userid: admin, password: changeit, roles: [users, admins]}
              - {userid: user, password: 12345, roles: [users]}
            dbim:
              - {db: userbase, coll: accounts, cache-enabled: false, cache-size: 1000, cache-ttl: 60000, cache-expire-policy: AFTER_WRITE}
            permissions:
              - {role: admins, predicate: 'path-prefix[path="/"]'}
              - role: $unauthenticated
                predicate: path-prefix[path="/publicdb/"] and method[value="GET"]
              - role: users
                predicate: regex[pattern="/.*/.*", value="%R", full-match=true] and method[value="GET"]
              - role: users
                predicate: path-template[value="/publicdb/{username}"] and equals[%u, "${username}"]
            """;

    /** Every section that the file of RESTHeart 9 has. */
    private static final String NINE = """
            http-listener: {enabled: true, host: localhost, port: 8080}
            https-listener: {enabled: false, host: localhost, port: 4443, keystore-path: null, keystore-password: null, certificate-password: null}
            ajp-listener: {enabled: false, host: localhost, port: 8009}
            tokenBasicAuthMechanism: {enabled: true}
            basicAuthMechanism: {enabled: true, authenticator: mongoRealmAuthenticator}
            jwtAuthenticationMechanism: {enabled: false, algorithm: HS256, key: secret, base64Encoded: false, usernameClaim: sub, rolesClaim: roles,
              fixedRoles: [], issuer: restheart.org, audience: null}
            digestAuthMechanism: {enabled: false, realm: RESTHeart Realm, domain: localhost, authenticator: mongoRealmAuthenticator}
            identityAuthMechanism: {enabled: false, username: admin, roles: [admin, user]}
            fileRealmAuthenticator:
              enabled: true
              users: [{userid: admin, password: null, roles: [admin]}, {userid: ann, password: secret, roles: [editor], tenant: acme}]
            mongoRealmAuthenticator: {enabled: true, users-db: restheart, users-collection: users, prop-id: _id, prop-password: password,
              json-path-roles: $.roles, bcrypt-hashed-password: true, bcrypt-complexity: 12, enforce-minimum-password-strength: false,
              minimum-password-strength: 3, create-user: true, create-user-document: '{"_id": "admin"}', cache-enabled: false,
              cache-size: 1_000, cache-ttl: 60_000, cache-expire-policy: AFTER_WRITE}
            authCookieSetter: {enabled: false, name: rh_auth}
            authCookieHandler: {enabled: false}
            authCookieRemover: {enabled: false, defaultUri: /logout}
            fileAclAuthorizer:
              enabled: true
              permissions:
                - {role: editor, predicate: "path-prefix('/')", priority: 10}
                - {role: reader, predicate: "path-prefix('/') and method(GET)", priority: 20, mongo: {readFilter: {status: public}}}
                - {role: guest, predicate: "path-prefix('/')", mongo: {forbidProps: [a]}}
            mongoAclAuthorizer: {enabled: true, acl-db: restheart, acl-collection: acl, root-role: admin, cache-enabled: true, cache-size: 1_000,
              cache-ttl: 5_000, cache-expire-policy: AFTER_WRITE}
            originVetoer: {enabled: true, whitelist: ["https://app.example.com"]}
            fullAuthorizer: {enabled: false, authentication-required: true}
            rndTokenManager: {enabled: true, ttl: 15, srv-uri: /tokens}
            jwtTokenManager: {enabled: false, key: secret, ttl: 15}
            mclient: {connection-string: "mongodb://127.0.0.1"}
            mongo:
              enabled: true
              uri: /
              mongo-mounts: [{what: /restheart, where: /}]
              default-representation-format: STANDARD
              etag-check-policy: {db: REQUIRED_FOR_DELETE, coll: REQUIRED_FOR_DELETE, doc: OPTIONAL}
              get-collection-cache-enabled: true
              get-collection-cache-size: 100
              get-collection-cache-ttl: 10_000
              get-collection-cache-docs: 1_000
              aggregation-check-operators: true
              default-pagesize: 100
              max-pagesize: 1_000
              local-cache-enabled: true
              local-cache-ttl: 60_000
              schema-cache-enabled: true
              schema-cache-ttl: 60_000
              query-time-limit: 0
              aggregation-time-limit: 0
            graphql: {uri: /graphql, db: restheart, collection: gql-apps}
            proxies:
            static-resources:
            authTokenService: {uri: /tokens}
            ping: {enabled: true, msg: hello}
            roles: {uri: /roles}
            filterOperatorsBlacklist: {blacklist: [$where], enabled: true}
            bruteForceAttackGuard: {enabled: false, max-failed-attempts: 5}
            xPoweredBy: {enabled: true}
            logging: {log-level: INFO, log-to-console: true, requests-log-mode: 1}
            metrics: {enabled: true}
            core: {name: default, plugins-directory: plugins, base-url: null, io-threads: 0}
            connection-options: {MAX_HEADER_SIZE: 1048576, MAX_ENTITY_SIZE: -1}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void itsFiles() throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        Files.writeString(etc.resolve("restheart.yml"), THREE);
        Files.writeString(etc.resolve("security.yml"), SECURITY_OF_THREE);
        Files.writeString(etc.resolve("nine.yml"), NINE);
        Files.writeString(etc.resolve("blanks"), "instance-name=mine\n");
    }

    private Command migrated(String file) {
        return migrate(file, folder.resolve("ours").toString()).expect(0);
    }

    private Command migrate(String file, String... more) {
        List<String> words = new ArrayList<>(List.of("migrate-config", etc(file), "--env-file=" + etc("blanks")));
        words.addAll(List.of(more));
        return Command.run(words.toArray(String[]::new));
    }

    private String etc(String file) {
        return folder.resolve("etc").resolve(file).toString();
    }

    private String ours(String file) throws IOException {
        return Files.readString(folder.resolve("ours").resolve(file));
    }

    @Test
    void everyKeyOfRestheart3IsTakenOverOrNamed() throws IOException {
        Command command = migrated("restheart.yml");

        assertTrue(command.stderr().endsWith("ours/xylem.yml\n"), command.stderr());
        assertFalse(command.stderr().contains("LOOK"), command.stderr());
        String ours = ours("xylem.yml");
        for (String line : THREE.lines().toList()) {
            String key = line.replaceFirst(":.*", "");
            assertTrue(
                    !line.matches("[a-z].*")
                            || key.startsWith("requests-log-trace")
                            || key.startsWith("mongo-mounts")
                            || ours.contains(key.equals("log-level") ? "level" : key)
                            || MEANT.contains(key),
                    key + " is lost:\n" + ours);
        }
        Command check = Command.run("check", folder.resolve("ours/xylem.yml").toString())
                .expect(0);
        for (String line : List.of(
                "https-listener: true",
                "default-representation-format: SHAL",
                "etag-format: bare",
                "auth-token-ttl: 20m",
                "  coll: REQUIRED",
                "default-pagesize: 50",
                "max-pagesize: 500",
                "  query-time: 40s",
                "  concurrent: 1000",
                "  body: 2000000B",
                "  header: 1MiB",
                "  header-time: 5s",
                "  level: debug",
                "  access: false")) {
            assertTrue(check.stdout().contains("\n" + line + " "), line + " is not in:\n" + check.stdout());
        }
        assertTrue(check.stdout().contains("mongodb://root:****@db1,db2/"), check.stdout());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ours/security.yml"))));
    }

    /** Under other names, or in the comments as others' children. */
    private static final List<String> MEANT = List.of(
            "query-time-limit",
            "aggregation-time-limit",
            "requests-limit",
            "requests-log-level",
            "connection-options",
            "use-embedded-keystore");

    @Test
    void usersAndPermissionsOfRestheart3MeanTheSame() throws IOException {
        migrated("restheart.yml");

        try (var server = served()) {
            Api admin = Api.of(server).as("admin", "changeit");
            admin.put("/publicdb", null).expect(201);
            admin.put("/publicdb/user", null).expect(201);
            admin.put("/publicdb/coll", null).expect(201);
            Api.of(server).get("/publicdb/coll").expect(200);
            Api.of(server).post("/publicdb/coll", "{}").expect(401);
            Api user = Api.of(server).as("user", "12345");
            user.get("/publicdb/coll").expect(200);
            user.post("/publicdb/coll", "{}").expect(403);
            user.post("/publicdb/user", "{}").expect(201);
            Api.of(server).as("user", "wrong").get("/publicdb/coll").expect(401);
        }
    }

    private ServerProcess served() {
        var options = new ArrayList<>(List.of(
                folder.resolve("ours/xylem.yml").toString(),
                "--https-listener=false",
                "--log.level=info",
                "--embedded-store.path=memory:"));
        String configuration = folder.resolve("ours/xylem.yml").toString();
        try {
            Files.writeString(
                    Path.of(configuration),
                    Files.readString(Path.of(configuration)).replaceAll("(?m)^mongo-uri: .*$", ""));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        assertTrue(Engine.EMBEDDED.isEmbedded());
        return ServerProcess.start(options, Map.of());
    }

    @Test
    void everySectionOfRestheart9IsTakenOverOrNamed() throws IOException {
        Command command = migrated("nine.yml");

        assertTrue(command.stderr().contains("LOOK at the top"), command.stderr());
        String ours = ours("xylem.yml");
        assertTrue(ours.contains("forbidProps"), ours);
        assertFalse(ours("security.yml").contains("guest"), ours("security.yml"));
        for (String key : List.of(
                "ping",
                "roles",
                "graphql",
                "core",
                "xPoweredBy",
                "authTokenService",
                "filterOperatorsBlacklist",
                "metrics",
                "mongo.get-collection-cache-size",
                "query-time-limit")) {
            assertTrue(ours.matches("(?s).*\n#   " + key.replace(".", "\\.") + "\\b.*"), key + " is lost:\n" + ours);
        }
        Command check = Command.run("check", folder.resolve("ours/xylem.yml").toString())
                .expect(0);
        for (String line : List.of(
                "http-host: localhost",
                "default-representation-format: STANDARD",
                "auth-token-ttl: 15m",
                "  implementation-class: file-and-mongo",
                "  origins: [\"https://app.example.com\"]")) {
            assertTrue(check.stdout().contains("\n" + line), line + " is not in:\n" + check.stdout());
        }
        assertTrue(check.stdout().contains("mongo-mounts: [{what: \"/restheart\", where: \"/\"}]"), check.stdout());
    }

    @Test
    void aRuleOfRestheart9OpensNoMoreThanThere() throws IOException {
        migrated("nine.yml");

        try (var server = served()) {
            Api ann = Api.of(server).as("ann", "secret");
            // changes of collections need allowManagementRequests there, whatever the predicate says
            ann.put("/coll", null).expect(403);
            ann.get("/coll").expect(404);
            ann.get("/").expect(404);
        }
    }

    @Test
    void withoutAFolderItIsPrintedAndNothingIsWritten() throws IOException {
        Command command = migrate("restheart.yml").expect(0);

        assertTrue(
                command.stdout().startsWith("# Made of restheart.yml (RESTHeart 3) by xylem migrate-config."),
                command.stdout());
        assertTrue(command.stdout().contains("\n# permissions:\n"), command.stdout());
        Path printed = Files.writeString(folder.resolve("etc/printed.yml"), command.stdout());
        Command.run("check", printed.toString()).expect(0);
        assertFalse(Files.exists(folder.resolve("ours")));
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Path there =
                Files.writeString(Files.createDirectory(folder.resolve("ours")).resolve("security.yml"), "mine");

        Command command =
                migrate("restheart.yml", folder.resolve("ours").toString()).expect(2);

        assertTrue(command.stderr().contains("is there already"), command.stderr());
        assertEquals("mine", Files.readString(there));
        assertFalse(Files.exists(folder.resolve("ours/xylem.yml")));
    }

    @Test
    void whatIsMissingIsNamed() {
        Command blank = Command.run(
                        "migrate-config", folder.resolve("etc/restheart.yml").toString())
                .expect(2);
        assertTrue(blank.stderr().contains("environment: instance-name. Name the file"), blank.stderr());
        Command none = Command.run("migrate-config", folder.resolve("none.yml").toString())
                .expect(2);
        assertTrue(none.stderr().contains("none.yml: can't be read"), none.stderr());
    }

    @Test
    void bearerTokensAreTakenOverWhereTheyAreBelievedAsStrictly() throws IOException {
        String mechanism =
                "auth-mechanism: {implementation-class: org.restheart.security.impl.JwtAuthenticationMechanismFactory,"
                        + " args: {algorithm: HS256, key: %s, usernameClaim: sub, issuer: me, audience: %s}}\n";
        String users = "idm: {implementation-class: SimpleFileIdentityManager, conf-file: security.yml}\n";
        Files.writeString(folder.resolve("etc/weak.yml"), users + mechanism.formatted("secret", "us"));
        Files.writeString(
                folder.resolve("etc/strong.yml"),
                users + mechanism.formatted("0123456789abcdef0123456789abcdef", "us"));

        assertTrue(migrate("weak.yml").expect(0).stdout().contains("shorter than 32 bytes"));
        migrated("strong.yml");

        assertTrue(ours("xylem.yml").contains("  audience: [us]"), ours("xylem.yml"));
        Command.run("check", folder.resolve("ours/xylem.yml").toString()).expect(0);
    }

    @Test
    void aKeyThatNobodyKnowsIsToldFirstUnlessItIsSwitchedOff() throws IOException {
        Files.writeString(
                folder.resolve("etc/nine.yml"), NINE + "myVetoer: {enabled: true}\nmyOther: {enabled: false}\n");
        Files.writeString(folder.resolve("etc/restheart.yml"), THREE + "my-key: 1\n");

        assertTrue(migrate("nine.yml").expect(0).stdout().contains("#   myVetoer is unknown here"));
        assertFalse(migrate("nine.yml").stdout().contains("myOther"));
        assertTrue(migrate("restheart.yml").expect(0).stdout().contains("#   my-key is unknown here"));
    }

    @Test
    void whatProtectedAndIsUnknownIsToldFirstAndOpensNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("etc/ldap.yml"), """
                http-host: 0.0.0.0
                idm: {implementation-class: org.restheart.security.impl.ADIdentityManager, conf-file: none.yml}
                """);

        Command command = Command.run(
                        "migrate-config",
                        file.toString(),
                        folder.resolve("ours").toString())
                .expect(0);

        assertTrue(command.stderr().contains("LOOK"), command.stderr());
        assertTrue(ours("xylem.yml").contains("ADIdentityManager is unknown here"), ours("xylem.yml"));
        assertTrue(ours("xylem.yml").contains("http-host: 127.0.0.1  # was 0.0.0.0"), ours("xylem.yml"));
    }
}
