package dev.xylem.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleTest {
    private final AtomicLong now = new AtomicLong(1);
    private final Throttle throttle = new Throttle(now::get);

    private int waitOf(String account, String address) {
        try {
            throttle.check(account, address);
            return 0;
        } catch (ProblemException e) {
            return Integer.parseInt(e.problem().headers().get("Retry-After"));
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void T48_afterFiveFailuresTheWaitsDouble() {
        List<Integer> waits = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            throttle.failed("ann", "10.0.0.1");
            int wait = waitOf("ann", "10.0.0.1");
            waits.add(wait);
            pass(Duration.ofSeconds(wait));
            assertEquals(0, waitOf("ann", "10.0.0.1"));
        }

        assertEquals(List.of(0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900), waits);
    }

    @Test
    void T48_manyAddressesHaveOneFreeTryEach() {
        for (int i = 0; i < 5; i++) {
            throttle.failed("ann", "10.0.0." + i);
        }

        assertEquals(0, waitOf("ann", "10.0.0.99"));
        throttle.failed("ann", "10.0.0.99");
        assertEquals(1, waitOf("ann", "10.0.0.99"));
        assertEquals(0, waitOf("bob", "10.0.0.99"));
    }

    @Test
    void anOwnSuccessForgivesAndAnothersDoesNot() {
        for (int i = 0; i < 6; i++) {
            throttle.failed("ann", "10.0.0.1");
        }
        throttle.succeeded("ann", "10.0.0.2");
        assertEquals(2, waitOf("ann", "10.0.0.1"));
        pass(Duration.ofSeconds(2));
        throttle.failed("ann", "10.0.0.1");
        assertEquals(4, waitOf("ann", "10.0.0.1"));

        throttle.succeeded("ann", "10.0.0.1");
        assertEquals(0, waitOf("ann", "10.0.0.1"));
    }

    @Test
    void T48_thirtyFailuresInTenMinutesHoldAnAddressUp() {
        for (int i = 0; i < 30; i++) {
            assertEquals(0, waitOf("user" + i, "10.0.0.1"));
            throttle.failed("user" + i, "10.0.0.1");
        }
        assertEquals(20, waitOf("another", "10.0.0.1"));
        assertEquals(0, waitOf("another", "10.0.0.2"));
        pass(Duration.ofSeconds(20));
        assertEquals(0, waitOf("another", "10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2",
        "2001:db8:1:2:0:0:0:9, 2001:db8:1:2",
        "2001:db8::9, 2001:db8:0:0",
        "fe80::1%eth0, fe80:0:0:0",
        "::1, 0:0:0:0",
        "::ffff:1.2.3.4, ::ffff:1.2.3.4"
    })
    void aNetworkOfIpv6IsOneAddress(String address, String network) {
        assertEquals(network, Throttle.networkOf(address));
    }

    @Test
    void itForgetsInTheEndAndNeverHoldsMoreThanItMay() {
        for (int i = 0; i < 100_000; i++) {
            throttle.failed("user" + i, "10.0." + i / 250 + "." + i % 250);
        }
        for (int i = 0; i < 6; i++) {
            throttle.failed("ann", "10.0.0.1");
        }
        pass(Duration.ofMinutes(31));
        assertDoesNotThrow(() -> throttle.check("ann", "10.0.0.1"));
        throttle.failed("ann", "10.0.0.1");
        assertDoesNotThrow(() -> throttle.check("ann", "10.0.0.1"));
        assertThrows(ProblemException.class, () -> {
            for (int i = 0; i < 6; i++) {
                throttle.failed("ann", "10.0.0.1");
            }
            throttle.check("ann", "10.0.0.1");
        });
    }
}
