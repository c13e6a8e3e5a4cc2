package dev.xylem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.config.CommandLine;
import dev.xylem.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9|198.51.100.7|203.0.113.9",
                "10.0.0.1|198.51.100.7|198.51.100.7",
                "10.0.0.1|1.2.3.4, 198.51.100.7|198.51.100.7",
                "10.0.0.1|1.2.3.4, 198.51.100.7, 10.9.9.9|198.51.100.7",
                "10.0.0.1|1.2.3.4, nonsense, 10.9.9.9|10.9.9.9",
                "10.0.0.1|''|10.0.0.1",
                "::1|2001:db8::7|2001:db8:0:0:0:0:0:7",
            })
    void T48_countsFromTheRightAndBelievesTrustedProxiesOnly(String peer, String header, String client) {
        assertEquals(client, forwarded().client(peer, List.of(header)));
    }

    @Test
    void T67_withoutTrustedProxiesNothingIsBelieved() {
        var nobody = new Forwarded(List.of());

        assertEquals("127.0.0.1", nobody.client("127.0.0.1", List.of("1.2.3.4")));
        assertEquals(false, nobody.speaksTls("127.0.0.1", "https"));
    }

    @Test
    void theProtocolIsThatOfATrustedProxy() {
        assertEquals(true, forwarded().speaksTls("10.1.1.1", "https"));
        assertEquals(false, forwarded().speaksTls("10.1.1.1", "http"));
        assertEquals(false, forwarded().speaksTls("203.0.113.9", "https"));
    }

    private Forwarded forwarded() {
        var words = List.of("--trusted-proxies=[10.0.0.0/8, \"::1\"]");
        return new Forwarded(Configuration.read(CommandLine.parse(words), Map.of(), folder)
                .settings()
                .edge()
                .trustedProxies());
    }
}
