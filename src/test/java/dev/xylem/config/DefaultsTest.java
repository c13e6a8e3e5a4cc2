package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.Format.Representation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultsTest {

    private final Settings defaults = Given.nothing().settings();

    @Test
    void theServerListensOnLoopback() {
        assertEquals(new Settings.Http(true, "127.0.0.1", 8080), defaults.http());
        assertEquals(new Settings.Management(true, "127.0.0.1", 9000), defaults.management());
    }

    @Test
    void withoutAskingThereIsNoTlsNoTrustedProxyAndNoCredentialsAcrossOrigins() {
        assertEquals(
                new EdgeSettings(Optional.empty(), new EdgeSettings.Cors(List.of("*"), false), false, List.of()),
                defaults.edge());
    }

    @Test
    void theEmbeddedStoreServesEverythingAtTheRoot() {
        assertEquals(Optional.empty(), defaults.mongoUri());
        assertEquals(new EmbeddedStore("data", StoreSync.INTERVAL, 100_000, 64L << 20), defaults.embeddedStore());
        assertEquals(new Settings.MongoPool(100, Duration.ofSeconds(1)), defaults.mongoPool());
        assertEquals(List.of(new MountSetting("*", "/", Origin.DEFAULT)), defaults.mongoMounts());
    }

    @Test
    void answersAreHalWithQuotedEtags() {
        assertEquals(Representation.HAL, defaults.defaultRepresentationFormat());
        assertEquals(EtagFormat.QUOTED, defaults.etagFormat());
        assertEquals(new Settings.Paging(100, 1000), defaults.paging());
    }

    @Test
    void databasesAndCollectionsAreDeletedByEtagOnly() {
        var onDelete = EtagPolicy.REQUIRED_FOR_DELETE;
        assertEquals(new Settings.EtagCheckPolicy(onDelete, onDelete, EtagPolicy.OPTIONAL), defaults.etagCheckPolicy());
    }

    @Test
    void everyLimitIsOn() {
        var limits = new Settings.Limits(
                1 << 20,
                16 << 20,
                16 << 10,
                16 << 10,
                100,
                20,
                Duration.ofSeconds(5),
                64 << 20,
                100_000,
                256,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                10_000,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                10_000,
                100,
                1_000,
                10_000);
        assertEquals(limits, defaults.limits());
    }

    @Test
    void feedsCarryWhateverTheStoreTells() {
        assertEquals(LiveSource.CHANGE_STREAMS, defaults.live());
        assertEquals(
                LiveSource.OWN_WRITES,
                Given.file("live: {source: own-writes}").settings().live());
        assertEquals(
                "xylem.yml:1: live.source: expected change-streams, own-writes, found \"x\"",
                Given.file("live: {source: x}").refusal());
    }

    @Test
    void theLogIsTextAtInfoWithEachRequest() {
        assertEquals(new Settings.Log(LogLevel.INFO, LogFormat.TEXT, true), defaults.log());
        assertEquals(Duration.ofSeconds(30), defaults.shutdownTimeout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "~", "limits:\nlog:\n"})
    void aFileThatSaysNothingIsFine(String yaml) {
        assertEquals(defaults, Given.file(yaml).settings());
    }
}
