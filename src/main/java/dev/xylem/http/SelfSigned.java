package dev.xylem.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for localhost, made by the server for itself and kept, so that whoever trusts it once need not do so again. */
final class SelfSigned {
    private static final String FILE = "tls-self-signed.p12";
    /** The file's permissions keep the key, not this. */
    private static final char[] PASSWORD = "xylem".toCharArray();

    private static final Duration LIFE = Duration.ofDays(3650);

    private SelfSigned() {}

    /** @param folder where it is kept; empty: it lives as long as the process */
    static X509ExtendedKeyManager keyManager(Optional<Path> folder) throws IOException, GeneralSecurityException {
        KeyStore store = folder.isPresent() ? kept(folder.get().resolve(FILE)) : made();
        return KeystoreFile.keyManager(store, PASSWORD);
    }

    private static KeyStore kept(Path file) throws IOException, GeneralSecurityException {
        if (Files.exists(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
            return store;
        }
        KeyStore store = made();
        write(store, file);
        return store;
    }

    private static void write(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(file, bytes.toByteArray());
    }

    private static KeyStore made() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
            store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new Certificate[] {certificate(pair)});
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    private static X509Certificate certificate(KeyPair pair)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var name = new X500Name("CN=localhost, O=Xylem");
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(LIFE)),
                name,
                pair.getPublic());
        var names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
