package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BearerTokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static KeyPair rsa;
    private static String pem;
    private static ServerProcess server;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        rsa = rsa();
        pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(rsa.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
        server = ServerProcess.on(
                Engine.EMBEDDED,
                "--jwt.issuer=https://issuer.example",
                "--jwt.audience=xylem",
                "--jwt.algorithms=RS256",
                "--jwt.key-file=" + new Folder().write("issuer.pem", pem));
        api = Api.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static KeyPair rsa() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static void asTheyAre(JwtClaims claims) {
        assertTrue(claims.hasAudience());
    }

    private static JwtClaims claims(Consumer<JwtClaims> change) {
        var claims = new JwtClaims();
        claims.setIssuer("https://issuer.example");
        claims.setAudience("xylem");
        claims.setSubject("ann");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringListClaim("roles", "readers", "writers");
        change.accept(claims);
        return claims;
    }

    private static String sign(String algorithm, Key key, Map<String, Object> header, Consumer<JwtClaims> change) {
        var jws = new JsonWebSignature();
        jws.setDoKeyValidation(false);
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setPayload(claims(change).toJson());
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setKey(key);
        header.forEach(jws.getHeaders()::setObjectHeaderValue);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(Consumer<JwtClaims> change) {
        return sign("RS256", rsa.getPrivate(), Map.of(), change);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Api bearing(String token) {
        return api.with("Authorization", "Bearer " + token);
    }

    private static void refused(String token) {
        bearing(token).get("/").expectProblem(401, "unauthenticated");
    }

    @Test
    void aSignedTokenLetsItsSubjectIn() {
        var roles = bearing(sign(BearerTokensTest::asTheyAre))
                .get("/_logic/roles/ann")
                .expect(200);

        assertTrue(roles.text().contains("[\"readers\",\"writers\"]"), roles.text());
        assertEquals("", roles.header("Auth-Token"));
        bearing(sign(BearerTokensTest::asTheyAre)).get("/_authtokens/ann").expectProblem(404, "no-such-route");
    }

    @Test
    void withoutOneTheServerIsNotOpen() {
        assertEquals(
                "Bearer realm=\"Xylem\"",
                api.get("/").expectProblem(401, "unauthenticated").header("WWW-Authenticate"));
        api.as("ann", "any").get("/").expectProblem(401, "unauthenticated");
        assertTrue(server.stdout().contains("access: secured"), server.stdout());
    }

    @Test
    void rolesAreAListOrWordsAndNeverOurs() {
        var words = bearing(sign(claims -> claims.setStringClaim("roles", "a b")))
                .get("/_logic/roles/ann")
                .expect(200);
        assertTrue(words.text().contains("[\"a\",\"b\"]"), words.text());
        var ours = bearing(sign(claims -> claims.setStringListClaim("roles", "$unauthenticated", "a")))
                .get("/_logic/roles/ann")
                .expect(200);
        assertTrue(ours.text().contains("[\"a\"]"), ours.text());
        bearing(sign(claims -> claims.unsetClaim("roles")))
                .get("/_logic/roles/ann")
                .expect(200);
        refused(sign(claims -> claims.setClaim("roles", List.of(1))));
    }

    @Test
    void T53_onlyTheConfiguredAlgorithmIsBelieved() throws Exception {
        String body = "." + encoded(claims(BearerTokensTest::asTheyAre).toJson()) + ".";
        for (String none : List.of("none", "nOnE", "None", "")) {
            refused(encoded("{\"alg\":\"" + none + "\"}") + body);
            refused(encoded("{\"alg\":\"" + none + "\"}") + body + "AAAA");
        }
        refused(sign(
                "HS256", new HmacKey(pem.getBytes(StandardCharsets.UTF_8)), Map.of(), BearerTokensTest::asTheyAre));
        refused(sign("HS256", new HmacKey(rsa.getPublic().getEncoded()), Map.of(), BearerTokensTest::asTheyAre));
        refused(sign("RS512", rsa.getPrivate(), Map.of(), BearerTokensTest::asTheyAre));
        refused(sign("PS256", rsa.getPrivate(), Map.of(), BearerTokensTest::asTheyAre));
        refused(sign("RS256", rsa().getPrivate(), Map.of(), BearerTokensTest::asTheyAre));
        refused(encoded("{\"alg\":[\"RS256\"]}") + body + "AAAA");
        refused(encoded("{\"alg\":\"RS256\"}") + body);
        String right = sign(BearerTokensTest::asTheyAre);
        refused(right.substring(0, right.lastIndexOf('.') + 1));
        refused(right.substring(0, right.indexOf('.') + 1)
                + encoded("{\"sub\":\"root\"}")
                + right.substring(right.lastIndexOf('.')));
    }

    @Test
    void T53_aSignatureOfZerosIsNone() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ec = generator.generateKeyPair();
        try (var own = ServerProcess.on(
                Engine.EMBEDDED,
                "--jwt.audience=xylem",
                "--jwt.algorithms=[ES256]",
                "--jwt.key-file="
                        + new Folder()
                                .write(
                                        "ec.pem",
                                        "-----BEGIN PUBLIC KEY-----\n"
                                                + Base64.getMimeEncoder()
                                                        .encodeToString(
                                                                ec.getPublic().getEncoded())
                                                + "\n-----END PUBLIC KEY-----"))) {
            String right = sign("ES256", ec.getPrivate(), Map.of(), BearerTokensTest::asTheyAre);
            String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

            Api.of(own).get("/", "Authorization", "Bearer " + right).expect(200);
            Api.of(own)
                    .get("/", "Authorization", "Bearer " + right.substring(0, right.lastIndexOf('.') + 1) + zeros)
                    .expectProblem(401, "unauthenticated");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kid | ../../dev/null",
                "kid | x' || '1",
                "kid | ",
                "jku | http://127.0.0.1:9/keys",
                "x5u | http://127.0.0.1:9/cert",
                "jwk | {}",
                "x5c | []",
                "zip | DEF",
                "crit | [exp]",
                "b64 | false",
                "enc | A256GCM"
            })
    void T54_whatCouldChooseAKeyIsRefused(String name, String value) {
        refused(sign("RS256", rsa.getPrivate(), Map.of(name, value == null ? "" : value), BearerTokensTest::asTheyAre));
    }

    @Test
    void T54_aKeyIdIsAShortText() {
        bearing(sign("RS256", rsa.getPrivate(), Map.of("kid", "a-B_9"), BearerTokensTest::asTheyAre))
                .get("/")
                .expect(200);
        refused(sign("RS256", rsa.getPrivate(), Map.of("kid", Map.of("$ne", "x")), BearerTokensTest::asTheyAre));
        refused(sign("RS256", rsa.getPrivate(), Map.of("kid", "k".repeat(65)), BearerTokensTest::asTheyAre));
        refused(sign("RS256", rsa.getPrivate(), Map.of("kid", 1), BearerTokensTest::asTheyAre));
    }

    @Test
    void T55_claimsAreChecked() {
        refused(sign(claims -> claims.unsetClaim("exp")));
        refused(sign(claims -> claims.setExpirationTime(NumericDate.fromSeconds(4_070_908_800L))));
        refused(sign(claims -> claims.setExpirationTimeMinutesInTheFuture(-1)));
        refused(sign(claims -> claims.setNotBeforeMinutesInThePast(-5)));
        refused(sign(claims -> claims.setAudience("another")));
        refused(sign(claims -> claims.unsetClaim("aud")));
        refused(sign(claims -> claims.setIssuer("https://issuer.example.evil")));
        refused(sign(claims -> claims.unsetClaim("iss")));
        refused(sign(claims -> claims.unsetClaim("sub")));
        refused(sign(claims -> claims.setClaim("sub", List.of("ann"))));
        refused(sign(claims -> claims.setSubject("ann:root")));
        refused(sign(claims -> claims.setSubject("")));
        refused(sign(claims -> claims.setClaim("exp", "soon")));
        bearing(sign(claims -> claims.setAudience("another", "xylem"))).get("/").expect(200);
        // clocks may be apart a little
        bearing(sign(claims ->
                        claims.setExpirationTime(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 10))))
                .get("/")
                .expect(200);
    }

    @Test
    void T56_aTokenCostsLittleWhateverItIs() {
        refused(sign(claims -> claims.setStringClaim("big", "x".repeat(9000))));
        refused(encoded("[".repeat(3000)) + "." + encoded("{}") + ".AAAA");
        refused(encoded("{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647}") + ".a.b.c.d");
        refused("a.b.c");
        refused("..");
        bearing("x".repeat(17_000)).get("/").expectProblem(431, "header-too-large");
    }

    @Test
    void whereBearerTokensAreNotConfiguredTheyAreWrong() {
        try (var basic = ServerProcess.on(
                Engine.EMBEDDED, new Folder().idm("file", "users: [{userid: ann, password: pa, roles: []}]"))) {
            Api.of(basic)
                    .get("/", "Authorization", "Bearer " + sign(BearerTokensTest::asTheyAre))
                    .expectProblem(401, "unauthenticated");
        }
    }

    @Test
    void usersAndBearerTokensWorkSideBySide() {
        List<String> options =
                new ArrayList<>(List.of(new Folder().idm("file", "users: [{userid: bob, password: pb, roles: []}]")));
        options.addAll(List.of("--jwt.audience=xylem", "--jwt.algorithms=HS256", "--jwt.key=" + SECRET));
        options.addAll(List.of("--jwt.user-claim=who.name", "--jwt.roles-claim=realm.roles"));
        try (var both = ServerProcess.on(Engine.EMBEDDED, options.toArray(String[]::new))) {
            String token = sign("HS256", new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)), Map.of(), claims -> {
                claims.setClaim("who", Map.of("name", "ann"));
                claims.setClaim("realm", Map.of("roles", List.of("r")));
            });

            var ann = Api.of(both)
                    .get("/_logic/roles/ann", "Authorization", "Bearer " + token)
                    .expect(200);

            assertTrue(ann.text().contains("[\"r\"]"), ann.text());
            assertEquals("", ann.header("Auth-Token"));
            Api.of(both)
                    .get("/_authtokens/ann", "Authorization", "Bearer " + token)
                    .expectProblem(404, "token-not-found");
            Api.of(both).as("bob", "pb").get("/_logic/roles/bob").expect(200);
            Api.of(both).as("bob", token).get("/").expectProblem(401, "unauthenticated");
        }
    }

    @Test
    void aKeySetIsFetchedWhenItIsNeededAndOutlivesItsSource() throws Exception {
        KeyPair first = rsa();
        KeyPair second = rsa();
        var fetched = new AtomicInteger();
        var set = new AtomicReference<>(keySet(first, "one"));
        HttpServer issuer = issuer(fetched, set);
        String uri = "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys";
        try (var own = ServerProcess.on(
                Engine.EMBEDDED, "--jwt.audience=xylem", "--jwt.algorithms=RS256", "--jwt.jwks-uri=" + uri)) {
            var fresh = Api.of(own);
            assertEquals(0, fetched.get());

            fresh.get("/", "Authorization", "Bearer " + of(first, "one")).expect(200);
            fresh.get("/", "Authorization", "Bearer " + of(second, "two")).expectProblem(401, "unauthenticated");
            fresh.get("/", "Authorization", "Bearer " + of(second, "one")).expectProblem(401, "unauthenticated");
            set.set(keySet(second, "two"));
            // an unknown key id makes it ask again, but only every 30 s
            fresh.get("/", "Authorization", "Bearer " + of(second, "two")).expectProblem(401, "unauthenticated");
            assertEquals(1, fetched.get());

            issuer.stop(0);

            fresh.get("/", "Authorization", "Bearer " + of(first, "one")).expect(200);
        }
    }

    @Test
    void withoutAnyKeyNobodyIsCalledALiar() {
        try (var own = ServerProcess.on(
                Engine.EMBEDDED,
                "--jwt.audience=xylem",
                "--jwt.algorithms=RS256",
                "--jwt.jwks-uri=http://127.0.0.1:9/keys")) {
            var silent = Api.of(own)
                    .get(
                            "/",
                            "Authorization",
                            "Bearer " + sign("RS256", rsa.getPrivate(), Map.of(), BearerTokensTest::asTheyAre))
                    .expectProblem(503, "identity-unavailable");
            assertEquals("30", silent.header("Retry-After"));
        }
    }

    private static String of(KeyPair pair, String id) {
        return sign("RS256", pair.getPrivate(), Map.of("kid", id), BearerTokensTest::asTheyAre);
    }

    private static String keySet(KeyPair pair, String id) throws JoseException {
        JsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        key.setKeyId(id);
        key.setUse("sig");
        return new JsonWebKeySet(key).toJson();
    }

    private static HttpServer issuer(AtomicInteger fetched, AtomicReference<String> set) throws IOException {
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            fetched.incrementAndGet();
            byte[] body = set.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        return issuer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--jwt.algorithms=RS256 --jwt.key=PEM|jwt.audience: missing",
                "--jwt.audience=x --jwt.key=" + SECRET + "|jwt.algorithms: missing",
                "--jwt.audience=x --jwt.algorithms=[RS256,HS256] --jwt.key=" + SECRET + "|HS algorithms alone",
                "--jwt.audience=x --jwt.algorithms=none --jwt.key=" + SECRET + "|jwt.algorithms: expected RS256",
                "--jwt.audience=x --jwt.algorithms=RS256|expected one of key, key-file and jwks-uri",
                "--jwt.audience=x --jwt.algorithms=HS256 --jwt.key=tooshort|at least 32 bytes, found 8",
                "--jwt.audience=x --jwt.algorithms=RS256 --jwt.key=" + SECRET
                        + "|expected a public key or a certificate",
                "--jwt.audience=x --jwt.algorithms=HS256 --jwt.key=PEM|found a key in PEM form",
                "--jwt.audience=x --jwt.algorithms=ES256 --jwt.key=PEM|found one of type RSA",
                "--jwt.audience=x --jwt.algorithms=RS256 --jwt.jwks-uri=http://issuer.example/keys|expected an https:// address",
                "--jwt.audience=x --jwt.algorithms=HS256 --jwt.jwks-uri=https://issuer.example/keys|a key set is public"
            })
    void halfAConfigurationStopsTheStart(String row) {
        String[] parts = row.split("\\|", -1);
        List<String> options = new ArrayList<>(List.of("--check"));
        for (String option : parts[0].split(" ", -1)) {
            options.add(option.replace("=PEM", "=" + pem));
        }
        try (var failed = ServerProcess.launch(options, Map.of())) {
            assertEquals(2, failed.awaitExit());
            assertTrue(failed.stderr().contains(parts[1]), failed.stderr());
        }
    }
}
