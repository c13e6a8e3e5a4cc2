package dev.xylem.http;

import dev.xylem.config.EdgeSettings.Keystore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads a key and its certificates: PKCS#12, JKS, or PEM with both in one file (RFC 7468). */
final class KeystoreFile {
    private KeystoreFile() {}

    /**
     * @throws IOException when the file can't be read, or the password is wrong
     * @throws IllegalArgumentException when it holds no key, or no certificate
     */
    static X509ExtendedKeyManager read(Keystore keystore) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(keystore.file());
        char[] password = keystore.password().value().toCharArray();
        if (isPem(bytes)) {
            return keyManager(pem(bytes, password), password);
        }
        KeyStore store = KeyStore.getInstance(type(keystore.file().toString()));
        store.load(new ByteArrayInputStream(bytes), password);
        return keyManager(store, keystore.keyPassword().value().toCharArray());
    }

    private static String type(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".jks") ? "JKS" : "PKCS12";
    }

    private static boolean isPem(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    private static KeyStore pem(byte[] bytes, char[] password) throws IOException, GeneralSecurityException {
        List<Certificate> chain = new ArrayList<>();
        PrivateKey key = null;
        try (var parser = new PEMParser(new StringReader(new String(bytes, StandardCharsets.ISO_8859_1)))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                switch (object) {
                    case X509CertificateHolder holder ->
                        chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                    case PrivateKeyInfo info -> key = new JcaPEMKeyConverter().getPrivateKey(info);
                    case PEMKeyPair pair ->
                        key = new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
                    default -> {}
                }
            }
        }
        if (key == null || chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "a PEM file needs a private key that is not encrypted, and its certificates");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, password, chain.toArray(Certificate[]::new));
        return store;
    }

    static X509ExtendedKeyManager keyManager(KeyStore store, char[] password) throws GeneralSecurityException {
        if (Collections.list(store.aliases()).stream().noneMatch(alias -> hasKey(store, alias))) {
            throw new IllegalArgumentException("it holds no private key");
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    private static boolean hasKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
