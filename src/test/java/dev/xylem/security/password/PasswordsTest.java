package dev.xylem.security.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private final HashGate gate = new HashGate();
    private final Passwords passwords = new Passwords(gate);

    private boolean verify(@Nullable String stored, String password) {
        return passwords.verify(stored, password, () -> {});
    }

    @Test
    void whatIsHashedIsVerified() {
        String hash = passwords.hash("correct horse");

        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertNotEquals(hash, passwords.hash("correct horse"));
        assertTrue(verify(hash, "correct horse"));
        assertFalse(verify(hash, "correct horsf"));
    }

    /** Made by the reference implementation: {@code argon2 somesalt -id -t 2 -m 8 -p 1} and its like. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "password | $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
            })
    void othersHashesAreUnderstood(String password, String stored) {
        assertTrue(verify(stored, password));
        assertFalse(verify(stored, password + "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
                "$2a$31$abcdefghijklmnopqrstuuW1Ya9CZXPxG0mWqYqZ8rZ1v9Gk5ZVXe",
                "$2x$10$abcdefghijklmnopqrstuuW1Ya9CZXPxG0mWqYqZ8rZ1v9Gk5ZVXe",
                "$2a$10$short",
                "$6$rounds=5000$salt$hash",
                "{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3",
                ""
            })
    void whatIsNoUsableHashIsNobodysPassword(String stored) {
        assertEquals(Optional.empty(), StoredPassword.parse(stored));
        assertFalse(verify(stored, stored));
    }

    @Test
    void plainTextIsItself() {
        assertInstanceOf(
                StoredPassword.Plain.class, StoredPassword.parse("$ecret").orElseThrow());
        assertTrue(verify("$ecret", "$ecret"));
        assertFalse(verify("$ecret", "$ecres"));
    }

    @Test
    void T49_everyRefusalCostsOneHash() {
        String argon2 = passwords.hash("right");
        assertFalse(verify(argon2, "warm"));
        long known = cost(() -> verify(argon2, "wrong"));
        long unknown = cost(() -> verify(null, "wrong"));
        long plain = cost(() -> verify("right", "wrong"));
        long malformed = cost(() -> verify("$6$x$y", "wrong"));

        for (long other : new long[] {unknown, plain, malformed}) {
            assertTrue(other > known / 2 && other < known * 2, known + " and " + other);
        }
        assertEquals(1 + 1 + 4 * ROUNDS, gate.passed());
    }

    private static final int ROUNDS = 7;

    /** The median, in CPU time of this thread: others use the machine too. */
    private static long cost(Runnable work) {
        long[] costs = new long[ROUNDS];
        var clock = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < ROUNDS; i++) {
            long start = clock.getCurrentThreadCpuTime();
            work.run();
            costs[i] = clock.getCurrentThreadCpuTime() - start;
        }
        Arrays.sort(costs);
        return costs[ROUNDS / 2];
    }

    @Test
    void aPasswordHasAtMost1024Bytes() {
        assertTrue(Passwords.isUsable("\u00e9".repeat(512)));
        assertFalse(Passwords.isUsable("\u00e9".repeat(513)));
        var refusal = assertThrows(ProblemException.class, () -> passwords.hash("x".repeat(1025)));
        assertEquals(ProblemType.INVALID_PASSWORD, refusal.problem().type());
        assertThrows(ProblemException.class, () -> passwords.hash(""));
    }

    @Test
    void T50_moreThanFiftyDoNotWait() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        var hold = new CountDownLatch(1);
        var inside = new CountDownLatch(cores);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < cores; i++) {
                threads.execute(() -> gate.pass(() -> {
                    inside.countDown();
                    return await(hold);
                }));
            }
            inside.await();
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> gate.pass(() -> true));
            }
            Thread.sleep(200);

            long start = System.nanoTime();
            var refusal = assertThrows(ProblemException.class, () -> gate.pass(() -> true));

            assertTrue(System.nanoTime() - start < 1_000_000_000L);
            assertEquals(ProblemType.TOO_MANY_LOGINS, refusal.problem().type());
            assertEquals("1", refusal.problem().headers().get("Retry-After"));
            hold.countDown();
        }
        assertEquals(cores + 50, gate.passed());
        assertTrue(gate.pass(() -> true));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRandomPasswordIsLongAndEachTimeAnother() {
        assertEquals(20, Passwords.random().length());
        assertNotEquals(Passwords.random(), Passwords.random());
    }
}
