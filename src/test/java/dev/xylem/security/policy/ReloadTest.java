package dev.xylem.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.fixture.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy file that changes while requests are decided. */
class ReloadTest {
    private static final int CHANGES = 200;
    private static final ApiRequest ALWAYS =
            Requests.of("GET", "/always/x").as("u", "a").parse();
    private static final ApiRequest NEVER =
            Requests.of("GET", "/never/x").as("u", "a").parse();
    private static final ApiRequest ODD =
            Requests.of("GET", "/odd/x").as("u", "a").parse();

    @TempDir
    Path folder;

    private static String good(int version) {
        String rules = """
                permissions:
                  - role: a
                    predicate: path-prefix['/never']
                    mongo:
                      allowManagementRequests: false
                  - role: a
                    predicate: path-prefix['/always']
                """;
        String never = rules.replace("path-prefix['/never']", "path-prefix['/never'] and method[PUT]");
        return version % 2 == 0 ? never : never + "  - role: a\n    predicate: path-prefix['/odd']\n";
    }

    private static boolean isAllowed(PolicyManager policy, ApiRequest request) {
        return policy.decide(request) instanceof Decision.Allow;
    }

    @Test
    void noRequestIsDecidedWronglyWhileGoodBadAndHalfWrittenFilesFollowEachOther() throws Exception {
        Path file = Files.writeString(folder.resolve("security.yml"), good(0));
        PolicyManager policy = PolicyManager.of(file, "file", PolicyFixture.SKETCH);
        FileWatch watch = policy.watch();
        var stop = new AtomicBoolean();
        var wrong = new AtomicInteger();
        var decided = new AtomicInteger();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            load.add(Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    if (!isAllowed(policy, ALWAYS) || isAllowed(policy, NEVER)) {
                        wrong.incrementAndGet();
                    }
                    decided.incrementAndGet();
                }
            }));
        }
        int last = 0;
        for (int i = 1; i <= CHANGES; i++) {
            switch (i % 4) {
                case 0 -> Files.writeString(file, good(i).replace("predicate", "predicat"));
                case 1, 3 -> {
                    String text = good(i / 2);
                    Files.writeString(file, text.substring(0, text.indexOf(" and method")));
                    watch.look();
                    Files.writeString(file, text);
                    last = i / 2;
                }
                default -> Files.writeString(file, i % 8 == 2 ? "" : "permissions: [");
            }
            watch.look();
            watch.look();
            assertEquals(last % 2 == 1, isAllowed(policy, ODD), "after change " + i);
        }
        stop.set(true);
        for (Thread thread : load) {
            thread.join();
        }

        assertEquals(0, wrong.get());
        assertTrue(decided.get() > CHANGES);
    }

    @Test
    void aRuleWhoseLimitsAreStillBeingWrittenIsWaitedFor() throws IOException {
        Path file = Files.writeString(folder.resolve("security.yml"), good(0));
        PolicyManager policy = PolicyManager.of(file, "file", PolicyFixture.SKETCH);
        FileWatch watch = policy.watch();

        Files.writeString(file, good(1).stripTrailing());
        for (int i = 0; i < 6; i++) {
            watch.look();
            assertEquals(false, isAllowed(policy, ODD));
        }
        watch.look();

        assertTrue(isAllowed(policy, ODD));
    }

    @Test
    void aFileWhoseTestsFailIsNotTaken() throws IOException {
        Path file = Files.writeString(folder.resolve("security.yml"), good(0));
        PolicyManager policy = PolicyManager.of(file, "file", PolicyFixture.SKETCH);
        FileWatch watch = policy.watch();

        Files.writeString(file, good(1) + "tests: [{as: {user: u, roles: [a]}, path: /odd/x, expect: deny}]\n");
        watch.look();
        watch.look();

        assertEquals(false, isAllowed(policy, ODD));
        assertTrue(isAllowed(policy, ALWAYS));
    }

    @Test
    void aFileThatDisappearsChangesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("security.yml"), good(1));
        PolicyManager policy = PolicyManager.of(file, "file", PolicyFixture.SKETCH);
        FileWatch watch = policy.watch();

        Files.delete(file);
        watch.look();
        watch.look();

        assertTrue(isAllowed(policy, ODD));
    }
}
