package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir
    Path folder;

    @Test
    void makesACertificateForLocalhostAtTheFirstStartAndKeepsIt() throws Exception {
        var options =
                List.of("--https-listener=true", "--https-port=0", "--embedded-store.path=" + folder.resolve("d"));
        X509Certificate first;
        try (var server = ServerProcess.start(options, Map.of())) {
            first = Answered.by(tls(server), "TLSv1.3", "/").certificate;
        }
        try (var server = ServerProcess.start(options, Map.of())) {
            assertEquals(first, Answered.by(tls(server), "TLSv1.3", "/").certificate);
        }

        assertEquals(
                List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"),
                first.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1))
                        .toList());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("d/tls-self-signed.p12"))));
    }

    @Test
    void servesTheSameWithTlsAndTellsBrowsersToStayThere() throws Exception {
        try (var server = ServerProcess.on(Engine.EMBEDDED, "--https-listener=true", "--https-port=0")) {
            String answer = Answered.by(tls(server), "TLSv1.2", "/").text;

            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.contains("Strict-Transport-Security: max-age="), answer);
            assertThrows(SSLException.class, () -> Answered.by(tls(server), "TLSv1.1", "/"));
        }
    }

    @Test
    void usesAKeystoreOfPemAndReadsItAgainWhenItChanges() throws Exception {
        Path pem = folder.resolve("server.pem");
        Files.copy(made("one"), pem);
        try (var server = ServerProcess.on(
                Engine.EMBEDDED, "--https-listener=true", "--https-port=0", "--keystore-file=" + pem)) {
            X509Certificate first = Answered.by(tls(server), "TLSv1.3", "/").certificate;
            assertEquals("CN=one", first.getSubjectX500Principal().getName());

            Files.writeString(pem, "half a file");
            Thread.sleep(2_500);
            assertEquals(first, Answered.by(tls(server), "TLSv1.3", "/").certificate);

            Files.write(pem, Files.readAllBytes(made("two")));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            X509Certificate now = first;
            while (now.equals(first) && System.nanoTime() < end) {
                Thread.sleep(200);
                now = Answered.by(tls(server), "TLSv1.3", "/").certificate;
            }
            assertEquals("CN=two", now.getSubjectX500Principal().getName());
        }
    }

    @Test
    void usesAPkcs12KeystoreWithItsPassword() throws Exception {
        Path store = keystore("p12", "changeit");
        try (var server = ServerProcess.on(
                Engine.EMBEDDED,
                "--https-listener=true",
                "--https-port=0",
                "--keystore-file=" + store,
                "--keystore-password=changeit")) {
            assertEquals(
                    "CN=p12",
                    Answered.by(tls(server), "TLSv1.3", "/")
                            .certificate
                            .getSubjectX500Principal()
                            .getName());
        }
        try (var wrong = ServerProcess.launch(
                List.of(
                        "--http-port=0",
                        "--management.port=0",
                        Engine.EMBEDDED.option(),
                        "--https-listener=true",
                        "--keystore-file=" + store,
                        "--keystore-password=wrong"),
                Map.of())) {
            assertEquals(2, wrong.awaitExit());
            assertTrue(wrong.stderr().contains("keystore-file"), wrong.stderr());
        }
    }

    @Test
    void listensWithTlsAlone() throws Exception {
        try (var server = ServerProcess.launch(
                List.of(
                        "--http-listener=false",
                        "--https-listener=true",
                        "--https-port=0",
                        "--management.port=0",
                        Engine.EMBEDDED.option()),
                Map.of())) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!server.stdout().contains("ready") && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            var line = server.stdout();
            var base = URI.create(line.replaceAll("(?s).*ready on (https\\S+) .*", "$1"));
            assertNotEquals(0, base.getPort());
            assertTrue(Answered.by(base, "TLSv1.3", "/").text.startsWith("HTTP/1.1 200 "));
            assertEquals(0, server.terminate());
        }
    }

    private static URI tls(ServerProcess server) {
        return Objects.requireNonNull(server.tls());
    }

    /** A key and a certificate for it in one file, made by the JDK's tool. */
    private Path made(String name) throws Exception {
        Path store = keystore(name, "changeit");
        var keystore = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        var pem = new StringBuilder();
        block(
                pem,
                "PRIVATE KEY",
                keystore.getKey("key", "changeit".toCharArray()).getEncoded());
        block(pem, "CERTIFICATE", keystore.getCertificate("key").getEncoded());
        return Files.writeString(folder.resolve(name + ".pem"), pem);
    }

    private static void block(StringBuilder pem, String label, byte[] content) {
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        pem.append("-----BEGIN ").append(label).append("-----\n");
        pem.append(encoder.encodeToString(content))
                .append("\n-----END ")
                .append(label)
                .append("-----\n");
    }

    private Path keystore(String name, String password) throws Exception {
        Path store = folder.resolve(name + ".p12");
        var tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tool.waitFor(), said);
        return store;
    }

    /** What a client that trusts everybody sees. */
    private record Answered(X509Certificate certificate, String text) {
        static Answered by(URI server, String protocol, String path) throws Exception {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            try (var socket = (SSLSocket)
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.getPort())) {
                socket.setEnabledProtocols(new String[] {protocol});
                socket.startHandshake();
                String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Answered((X509Certificate) socket.getSession().getPeerCertificates()[0], text);
            }
        }
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
