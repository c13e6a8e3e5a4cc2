package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {
    private static final String BODY = "{\"n\": 1}";

    @Test
    void aRequestInFlightFinishesBeforeTheServerStops() throws Exception {
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED);
                Socket client =
                        new Socket(server.base().getHost(), server.base().getPort())) {
            String collection = Api.of(server).newCollection();
            sendHeadAndHalf(client, collection + "/a");

            var exit = CompletableFuture.supplyAsync(server::terminate);
            awaitReadiness(server, 503);
            client.getOutputStream().write(BODY.substring(3).getBytes(StandardCharsets.UTF_8));

            assertTrue(firstLine(client).startsWith("HTTP/1.1 201"));
            assertEquals(0, exit.join());
        }
    }

    @Test
    void aRequestThatNeverFinishesIsCutOffAfterTheTimeout() throws Exception {
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED, "--shutdown-timeout=1s");
                Socket client =
                        new Socket(server.base().getHost(), server.base().getPort())) {
            String collection = Api.of(server).newCollection();
            sendHeadAndHalf(client, collection + "/a");

            assertEquals(0, server.terminate());
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestart(@TempDir Path folder) {
        String path = "--embedded-store.path=" + folder.resolve("store");
        String document;
        try (ServerProcess server = ServerProcess.start(List.of(path), Map.of())) {
            document = Api.of(server).newCollection() + "/a";
            Api.of(server).put(document, BODY).expect(201);
            assertEquals(0, server.terminate());
        }
        try (ServerProcess server = ServerProcess.start(List.of(path), Map.of())) {
            assertEquals(
                    1,
                    Api.of(server)
                            .get(document)
                            .expect(200)
                            .json()
                            .getInt32("n")
                            .getValue());
        }
    }

    private static void sendHeadAndHalf(Socket client, String target) throws IOException {
        String head =
                "PUT " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + BODY.length() + "\r\n\r\n" + BODY.substring(0, 3);
        client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    private static void awaitReadiness(ServerProcess server, int expected) throws Exception {
        URI ready = URI.create(Objects.requireNonNull(server.management()) + "/health/ready");
        for (int i = 0; i < 100; i++) {
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding());
            if (answer.statusCode() == expected) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("readiness never answered " + expected);
    }

    private static String firstLine(Socket client) throws IOException {
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
