package dev.xylem.http;

import dev.xylem.config.EdgeSettings.Keystore;
import dev.xylem.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jboss.logging.Logger;

/** The key and certificates of the TLS listener: the operator's, read again when the file changes, or self-signed ones. */
final class ServerCertificate implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServerCertificate.class);
    private static final long LOOK_MILLIS = 2_000;

    private final RenewableKey keyManager;
    private final Thread watch;

    private ServerCertificate(RenewableKey keyManager, Optional<Keystore> file) {
        this.keyManager = keyManager;
        this.watch = Thread.ofVirtual().name("certificate").unstarted(() -> file.ifPresent(this::watch));
        watch.start();
    }

    /** @throws WrongKeystore when there is none to be had */
    static ServerCertificate of(Settings settings) {
        Optional<Keystore> own = settings.edge().https().flatMap(https -> https.keystore());
        try {
            var manager = own.isPresent() ? KeystoreFile.read(own.get()) : SelfSigned.keyManager(folder(settings));
            return new ServerCertificate(new RenewableKey(manager), own);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            String what =
                    own.map(keystore -> "keystore-file " + keystore.file()).orElse("the embedded keystore");
            throw new WrongKeystore(what + " can't be used: " + e.getMessage(), e);
        }
    }

    /** Empty where nothing is kept. */
    private static Optional<Path> folder(Settings settings) {
        return settings.embeddedStore().isMemory()
                ? Optional.empty()
                : Optional.of(Path.of(settings.embeddedStore().path()));
    }

    X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    private void watch(Keystore keystore) {
        FileTime seen = timeOf(keystore.file());
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            FileTime now = timeOf(keystore.file());
            if (!now.equals(seen)) {
                seen = now;
                renew(keystore);
            }
        }
    }

    private void renew(Keystore keystore) {
        try {
            keyManager.become(KeystoreFile.read(keystore));
            LOG.infof("keystore-file %s has changed and is used now", keystore.file());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.errorf(
                    "keystore-file %s has changed and can't be used; the last good one stays: %s",
                    keystore.file(), e.getMessage());
        }
    }

    private static FileTime timeOf(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
