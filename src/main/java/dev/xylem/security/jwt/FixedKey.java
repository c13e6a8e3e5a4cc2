package dev.xylem.security.jwt;

import dev.xylem.config.JwtSettings;
import dev.xylem.config.SettingsException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;

/** One key, known from the start. */
record FixedKey(Key key) implements JwtKeys {
    private static final int LEAST_BYTES = 32;
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    @Override
    public List<Key> of(JsonWebSignature token) {
        return List.of(key);
    }

    /**
     * A shared secret, or a public key as PEM, whichever the algorithms need.
     *
     * @param setting the key of the configuration, for messages
     */
    static FixedKey of(JwtSettings settings, String setting, byte[] content) {
        return new FixedKey(
                settings.isSymmetric()
                        ? secret(setting, content)
                        : publicKey(settings, setting, new String(content, StandardCharsets.US_ASCII)));
    }

    private static Key secret(String setting, byte[] content) {
        byte[] secret = new String(content, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        if (PEM.matcher(new String(secret, StandardCharsets.US_ASCII)).matches()) {
            throw SettingsException.at(setting, "expected a secret for HS algorithms, found a key in PEM form");
        }
        if (secret.length < LEAST_BYTES) {
            throw SettingsException.at(
                    setting, "expected a secret of at least " + LEAST_BYTES + " bytes, found " + secret.length);
        }
        return new HmacKey(secret);
    }

    private static PublicKey publicKey(JwtSettings settings, String setting, String pem) {
        Matcher form = PEM.matcher(pem);
        if (!form.matches()) {
            throw SettingsException.at(setting, "expected a public key or a certificate as PEM");
        }
        byte[] der = Base64.getMimeDecoder().decode(form.group(2));
        try {
            PublicKey key = switch (form.group(1)) {
                case "PUBLIC KEY" -> publicKey(der);
                case "CERTIFICATE" ->
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey();
                default -> throw new GeneralSecurityException("neither");
            };
            return fitting(settings, setting, key);
        } catch (GeneralSecurityException e) {
            throw SettingsException.at(setting, "expected PUBLIC KEY or CERTIFICATE as PEM, and never a private key");
        }
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        for (String type : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException _) {
                // Another type, then.
            }
        }
        throw new GeneralSecurityException("no known type");
    }

    private static PublicKey fitting(JwtSettings settings, String setting, PublicKey key) {
        String prefixes = switch (key.getAlgorithm()) {
            case "RSA" -> "RS|PS";
            case "EC" -> "ES";
            default -> "Ed";
        };
        if (settings.algorithms().stream().noneMatch(name -> name.matches("(" + prefixes + ").*"))) {
            throw SettingsException.at(
                    setting,
                    "expected a key for " + settings.algorithms() + ", found one of type " + key.getAlgorithm());
        }
        return key;
    }
}
