package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.config.CommandLine;
import dev.xylem.config.Configuration;
import dev.xylem.config.Settings;
import dev.xylem.config.SettingsException;
import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailureTest {

    @TempDir
    Path folder;

    @Test
    void aPortInUseIsNamedWithItsKey() {
        assertEquals(
                new StartFailure(
                        1,
                        "http-port 8080 is in use by another process; stop that one, or choose another, say --http-port=8081"),
                explained(new QuarkusBindException("127.0.0.1", 8080, new BindException("Address already in use"))));
        assertEquals(
                new StartFailure(
                        1,
                        "management.port 9000 is in use by another process; stop that one, or choose another, say --management.port=9001"),
                explained(new BindException("Address already in use")));
    }

    @Test
    void aPortThatOnlyRootMayOpenIsNamed() {
        var failure = explained(new QuarkusBindException("127.0.0.1", 80, new BindException("Permission denied")));
        assertEquals(
                "http-port 80 may not be opened by this user; choose another, say --http-port=8081", failure.text());
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        assertEquals(
                "management.host 127.0.0.1 is no address of this machine",
                explained(new UnknownHostException("x")).text());
    }

    @Test
    void aSettingThatProvesWrongInUseEndsLikeAnyWrongSetting() {
        var failure = explained(SettingsException.at("embedded-store.path", "data is in use by another Xylem"));
        assertEquals(new StartFailure(2, "embedded-store.path: data is in use by another Xylem"), failure);
    }

    @Test
    void anythingElseIsABug() {
        assertEquals(Optional.empty(), StartFailure.of(new IllegalStateException(), settings()));
    }

    private StartFailure explained(Exception cause) {
        return StartFailure.of(new IllegalStateException(cause), settings()).orElseThrow();
    }

    private Settings settings() {
        return Configuration.read(CommandLine.parse(List.of()), Map.of(), folder)
                .settings();
    }
}
