package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.DoorKeeper;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlugInIdentityTest {
    private static final Path CLASSES = Path.of(System.getProperty("xylem.home", ""), "target", "test-classes");

    @Test
    void anyClassOnTheClassPathMayKnowTheCallers() {
        String[] idm = new Folder().idm(DoorKeeper.class.getName(), "open sesame");
        try (var server = ServerProcess.withClasses(CLASSES, idm)) {
            var api = Api.of(server);

            var ann = api.as("ann", "open sesame").get("/_logic/roles/ann").expect(200);

            assertTrue(ann.text().contains("[\"guests\"]"), ann.text());
            api.as("ann", ann.header("Auth-Token")).get("/").expect(200);
            api.as("bob", ann.header("Auth-Token")).get("/").expectProblem(401, "unauthenticated");
            api.as("ann", "open barley").get("/").expectProblem(401, "unauthenticated");
            api.as("breaks", "s3cret").get("/").expectProblem(401, "unauthenticated");
            api.get("/").expectProblem(401, "unauthenticated");
            api.get("/", "Authorization", "Bearer abc").expectProblem(401, "unauthenticated");
        }
    }

    @Test
    void aClassThatIsNotThereStopsTheStart() {
        try (var failed = ServerProcess.launch(List.of("--idm.implementation-class=com.example.Nobody"), Map.of())) {
            assertEquals(2, failed.awaitExit());
            assertTrue(
                    failed.stderr().contains("idm.implementation-class: there is no class com.example.Nobody"),
                    failed.stderr());
        }
    }

    @Test
    void aClassOfAnotherKindStopsTheStart() {
        try (var failed =
                ServerProcess.launch(List.of("--idm.implementation-class=dev.xylem.security.OpenAccess"), Map.of())) {
            assertEquals(2, failed.awaitExit());
            assertTrue(failed.stderr().contains("does not implement dev.xylem.api.IdentityManager"), failed.stderr());
            assertFalse(failed.stdout().contains("ready"), failed.stdout());
        }
    }
}
