package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** However a path is spelt, it gets the decision of what it names, or none. */
class PathSpellingsTest {
    private static final int SPELLINGS = Integer.getInteger("xylem.spellings", 10_000);
    private static final String SECRET = "the-secret-of-hr";
    private static final String POLICY = """
            users:
              - {userid: admin, password: admin, roles: [admins]}
              - {userid: ann, password: ann, roles: [users]}
            permissions:
              - {role: admins, predicate: 'path-prefix["/"]'}
              - {role: users, predicate: 'path-prefix["/spell/pub"] or path-prefix["/pub"] or collection["spell/pub"]'}
            """;

    private static final String[] INSERTED = {
        "/",
        "//",
        "/.",
        "/./",
        "/..",
        "/../",
        "/%2e",
        "/%2e%2e/",
        "/%2E./",
        ";",
        ";x=1",
        "%3B",
        "%3Bx",
        "\\",
        "%5C",
        "%5c..",
        "%2F",
        "%2f",
        "%252F",
        "%252e",
        "%00",
        "%0a",
        "%09",
        "%20",
        "+",
        ".",
        "*",
        "~",
        "%EF%BC%8F",
        "%C0%AF",
        "%c0%ae",
        "%zz",
        "%",
        "?",
        "#",
        "%23",
        "%3F",
        "@",
        ":",
        "%E2%80%8B",
        "%CC%81"
    };

    @Test
    void T01_to_T07_noSpellingOfAPathGetsAnotherDecision() throws Exception {
        List<String> options = new ArrayList<>(Guarded.options(POLICY));
        options.add(
                "--mongo-mounts=[{what: \"*\", where: /}, {what: /spell, where: /m}, {what: /spell/pub, where: /m/open}]");
        try (var server = ServerProcess.on(Engine.EMBEDDED, options.toArray(String[]::new))) {
            Api admin = Api.of(server).as("admin", "admin");
            admin.put("/spell", null).expect(201);
            for (String collection : List.of("/spell/pub", "/spell/hr", "/spell/pubs")) {
                admin.put(collection, null).expect(201);
            }
            admin.put("/spell/pub/1", "{text: 'public'}").expect(201);
            admin.put("/spell/hr/1", "{text: '" + SECRET + "'}").expect(201);
            admin.put("/spell/pubs/1", "{text: '" + SECRET + "'}").expect(201);

            Api.of(server).as("ann", "ann").get("/spell/pub/1").expect(200);
            Api.of(server).as("ann", "ann").get("/m/open/1").expect(200);
            List<String> wrong = ask(server, spellings());

            assertEquals(List.of(), wrong);
            assertEquals(3, countOf(admin), "nothing was changed");
        }
    }

    private static int countOf(Api admin) {
        return List.of("/spell/pub", "/spell/hr", "/spell/pubs").stream()
                .mapToInt(path ->
                        admin.get(path + "/_size").json().getNumber("_size").intValue())
                .sum();
    }

    private static Set<String> spellings() {
        var random = new Random(7);
        List<String> paths = List.of(
                "/spell/hr/1",
                "/spell/hr",
                "/spell/pubs/1",
                "/m/hr/1",
                "/m/hr",
                "/m/pubs/1",
                "/spell/pub/../hr/1",
                "/m/open/../hr/1",
                "/spell/hr/_size",
                "/spell/hr/*",
                "/spell");
        Set<String> all = new LinkedHashSet<>(paths);
        while (all.size() < SPELLINGS) {
            String path = paths.get(random.nextInt(paths.size()));
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                path = mutated(path, random);
            }
            if (path.startsWith("/") && path.chars().noneMatch(c -> c <= ' ')) {
                all.add(path);
            }
        }
        return all;
    }

    private static String mutated(String path, Random random) {
        int at = random.nextInt(path.length());
        return switch (random.nextInt(5)) {
            case 0, 1 -> path.substring(0, at) + INSERTED[random.nextInt(INSERTED.length)] + path.substring(at);
            case 2 -> path.substring(0, at) + "%" + Integer.toHexString(path.charAt(at)) + path.substring(at + 1);
            case 3 -> path.substring(0, at) + "%25" + Integer.toHexString(path.charAt(at)) + path.substring(at + 1);
            default -> path.substring(0, at) + swapped(path.charAt(at)) + path.substring(at + 1);
        };
    }

    private static char swapped(char c) {
        return Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    }

    /** Those that got what they must not get. */
    private static List<String> ask(ServerProcess server, Set<String> spellings) throws Exception {
        var open = new Semaphore(16);
        List<Callable<String>> calls = new ArrayList<>();
        int number = 0;
        for (String spelling : spellings) {
            String method = number++ % 7 == 0 ? "DELETE" : "GET";
            calls.add(() -> {
                open.acquire();
                try {
                    return verdict(
                            method,
                            spelling,
                            Wire.send(server.base(), method, spelling, "Authorization", Api.basic("ann", "ann")));
                } finally {
                    open.release();
                }
            });
        }
        List<String> wrong = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : threads.invokeAll(calls)) {
                if (!call.get().isEmpty()) {
                    wrong.add(call.get());
                }
            }
        }
        assertTrue(spellings.size() >= SPELLINGS);
        return wrong;
    }

    /** Ann may read and delete what is public, by whatever path names it; nothing else is shown, and nothing breaks. */
    private static String verdict(String method, String spelling, Wire.Reply reply) {
        boolean leaks = reply.body().contains(SECRET);
        boolean breaks = reply.status() >= 500 || reply.status() == 0;
        boolean done = reply.status() < 300 && !isPublic(spelling);
        return leaks || breaks || done ? method + " " + spelling + " -> " + reply.status() : "";
    }

    private static boolean isPublic(String spelling) {
        String path = spelling.split("\\?", 2)[0];
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)
                .matches("/(?:spell|m)/(?:pub|open)(?:/.*)?");
    }
}
