package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Good, bad and half-written policies follow each other on a server that is being asked all the time. */
class PolicyReloadTest {
    private static final int CHANGES = Integer.getInteger("xylem.reloads", 8);
    private static final Duration IN_FORCE = Duration.ofSeconds(5);
    private static final Duration LONG_ENOUGH = Duration.ofMillis(1_300);

    private static String good(int version) {
        return """
                users: [{userid: ann, password: ann, roles: [users]}]
                permissions:
                  - {role: users, predicate: 'path["/always"] and method[GET]'}
                  - {role: users, predicate: 'path["/v%d"] and method[GET]'}
                  - role: users
                    predicate: path-prefix["/never"]
                    mongo: {allowManagementRequests: false}
                """.formatted(version);
    }

    /** One that means nothing, one that is no YAML, and one that stops before what limits its last rule. */
    private static String bad(int version) {
        String good = good(version);
        return switch (version % 3) {
            case 0 -> good.replace("predicate", "predicat");
            case 1 -> good + "  - {role: ";
            default -> good.substring(0, good.indexOf("mongo:"));
        };
    }

    @Test
    void noAnswerIsLostOrWrong() throws InterruptedException {
        var folder = new Folder();
        folder.write("security.yml", good(0));
        var wrong = new ConcurrentLinkedQueue<String>();
        var asked = new AtomicInteger();
        var stop = new AtomicBoolean();
        try (var server = ServerProcess.on(Engine.EMBEDDED, options(folder))) {
            Api ann = Api.of(server).as("ann", "ann");
            List<Thread> load = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                load.add(Thread.ofVirtual().start(() -> {
                    while (!stop.get()) {
                        expect(ann.get("/always"), 404, wrong);
                        expect(ann.put("/never", "{}"), 403, wrong);
                        expect(ann.get("/other"), 403, wrong);
                        asked.addAndGet(3);
                    }
                }));
            }
            for (int version = 1; version <= CHANGES; version++) {
                folder.write("security.yml", bad(version));
                Thread.sleep(LONG_ENOUGH);
                expect(ann.get("/v" + (version - 1)), 404, wrong);
                expect(ann.get("/v" + version), 403, wrong);
                folder.write("security.yml", good(version));
                assertTrue(isInForce(ann, version), "version " + version + " within " + IN_FORCE);
                expect(ann.get("/v" + (version - 1)), 403, wrong);
            }
            stop.set(true);
            for (Thread thread : load) {
                thread.join();
            }
        }

        assertEquals(List.of(), List.copyOf(wrong));
        assertTrue(asked.get() > CHANGES * 10, "asked " + asked);
    }

    private static String[] options(Folder folder) {
        var file = folder.path().resolve("security.yml");
        return new String[] {
            "--idm.implementation-class=file",
            "--idm.conf-file=" + file,
            "--access-manager.implementation-class=file",
            "--access-manager.conf-file=" + file
        };
    }

    private static boolean isInForce(Api ann, int version) throws InterruptedException {
        long end = System.nanoTime() + IN_FORCE.toNanos();
        while (System.nanoTime() < end) {
            if (ann.get("/v" + version).status() == 404) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    private static void expect(Answer answer, int status, ConcurrentLinkedQueue<String> wrong) {
        if (answer.status() != status) {
            wrong.add("expected " + status + ", found " + answer.status() + " " + answer.text());
        }
    }
}
