package dev.xylem.feature;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.Node;
import dev.xylem.fixture.ServerProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What runs in JavaScript: the client in {@code clients/js} and the pages of the documentation, against real servers. */
class JavaScriptTest {
    private static final String SECURITY = """
            users:
              - {userid: admin, password: admin, roles: [admins]}
              - {userid: ada, password: ada, roles: [staff]}
              - {userid: eve, password: eve, roles: [guests]}
            permissions:
              - {role: admins, predicate: 'path-prefix["/"]'}
              - {role: staff, predicate: 'path-prefix["/db/notes"]'}
            """;

    @Test
    void theClientKeepsItsMapUpToDate() {
        Node.require("theClientKeepsItsMapUpToDate");

        run("theClientKeepsItsMapUpToDate", "test/watch.test.js", Map.of());
    }

    @Test
    void theClientsTypesAreTrue() {
        Path compiler = Node.requireModule("theClientsTypesAreTrue", "typescript/bin/tsc");

        Node.run("theClientsTypesAreTrue", Map.of(), compiler.toString(), "-p", ".");
    }

    @Test
    void pagesAreLiveInARealBrowser() {
        Node.requireModule("pagesAreLiveInARealBrowser", "playwright-core");
        String chromium = Node.requireChromium("pagesAreLiveInARealBrowser");

        run("pagesAreLiveInARealBrowser", "test/browser.test.js", Map.of("CHROMIUM", chromium));
    }

    private static void run(String test, String script, Map<String, String> more) {
        var folder = new Folder();
        try (ServerProcess secured = secured(folder)) {
            Api admin = Api.of(secured).as("admin", "admin");
            admin.put("/db", null).expect(201);
            admin.put("/db/notes", null).expect(201);
            var environment = new HashMap<>(more);
            environment.put("XYLEM_URL", Api.on(Engine.EMBEDDED).base().toString());
            environment.put("XYLEM_SECURED_URL", secured.base().toString());
            Node.run(test, environment, "--test", script);
        }
    }

    private static ServerProcess secured(Folder folder) {
        var file = folder.write("security.yml", SECURITY);
        return ServerProcess.on(
                Engine.EMBEDDED,
                "--idm.implementation-class=file",
                "--idm.conf-file=" + file,
                "--access-manager.implementation-class=file",
                "--access-manager.conf-file=" + file);
    }
}
