package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource({
        "mongodb://h, mongodb://h",
        "mongodb://u@h, mongodb://u@h",
        "mongodb://u:s3cret@h:1/db?w=1, mongodb://u:****@h:1/db?w=1",
        "mongodb+srv://u:s3cret@h/?tls=true, mongodb+srv://u:****@h/?tls=true",
        "mongodb://h/?tls=true&tlsCertificateKeyFilePassword=s3cret&w=1, mongodb://h/?tls=true&tlsCertificateKeyFilePassword=****&w=1",
        "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:s3cret, mongodb://h/?authMechanismProperties=****"
    })
    void aConnectionStringIsPrintedWithoutItsPassword(String uri, String masked) {
        var configuration = Given.nothing().environment("XYLEM_MONGO_URI", uri).configuration();
        var read = configuration.settings().mongoUri().orElseThrow();
        assertEquals(uri, read.value());
        assertEquals(masked, read.masked());
        assertFalse(configuration.toYaml().contains("s3cret"));
        assertFalse(configuration.toString().contains("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://u:s3cret@x@h",
                "mongo://u:s3cret@h",
                "mongodb://u:s3cret/@h",
                "mongodb://u:s3cret@",
                "s3cret"
            })
    void aBadConnectionStringIsNeverEchoed(String uri) {
        var refusal = Given.nothing().environment("XYLEM_MONGO_URI", uri).refusal();
        assertTrue(refusal.contains("mongo-uri: expected a connection string"), refusal);
        assertFalse(refusal.contains("s3cret"), refusal);
    }

    @Test
    void theValueOfAnUnknownKeyIsNeverEchoed() {
        assertFalse(Given.file("mongo-url: mongodb://u:s3cret@h").refusal().contains("s3cret"));
        assertFalse(Given.file("keystore-passwort: s3cret").refusal().contains("s3cret"));
    }

    @Test
    void thePasswordsOfAKeystoreAreNeverShown() {
        var given = Given.file("{keystore-password: s3cret, certpassword: s3cret2}");
        assertFalse(given.configuration().toYaml().contains("s3cret"));
        assertFalse(given.settings().toString().contains("s3cret"));
    }

    @Test
    void hostsAreNamedWithoutCredentials() {
        var uri = MongoUri.parse("mongodb://u:s3cret@h1:27017,h2/db?replicaSet=rs")
                .orElseThrow();
        assertEquals("h1:27017,h2", uri.hosts());
    }

    @Test
    void anEmptyValueIsNoDefault() {
        var refusal = Given.nothing().environment("XYLEM_MONGO_URI", "").refusal();
        assertTrue(refusal.endsWith("found nothing"), refusal);
    }
}
