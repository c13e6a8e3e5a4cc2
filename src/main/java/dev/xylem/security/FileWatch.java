package dev.xylem.security;

import dev.xylem.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Reads a file again when its content changes. A change that is half written, or wrong, changes nothing: what was read last goes on to hold,
 * and the log says why.
 */
final class FileWatch<T> {
    private static final Logger LOG = Logger.getLogger(FileWatch.class);
    private static final int LOOK_MILLIS = 500;

    private final Path file;
    private final Supplier<T> read;
    private final Consumer<T> accept;
    private String seen;
    private String lastLook;

    /** @param read throws a {@link SettingsException} for a file that is wrong */
    FileWatch(Path file, Supplier<T> read, Consumer<T> accept) {
        this.file = file;
        this.read = read;
        this.accept = accept;
        this.seen = content();
        this.lastLook = seen;
    }

    /** Looks twice a second, until the process ends. */
    void start() {
        Thread.ofVirtual().name("watch " + file.getFileName()).start(() -> {
            while (sleep()) {
                look();
            }
        });
    }

    private static boolean sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is still being written differs from one look to the next. */
    private void look() {
        String now = content();
        boolean settled = now.equals(lastLook);
        lastLook = now;
        if (now.equals(seen) || !settled) {
            return;
        }
        seen = now;
        try {
            accept.accept(read.get());
            LOG.infof("%s has changed and was read again", file);
        } catch (SettingsException e) {
            LOG.errorf("%s has changed and is wrong; what it said before goes on to hold:\n%s", file, e.text());
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s has changed and can't be used; what it said before goes on to hold", file);
        }
    }

    /** A digest; empty when there is no file. */
    private String content() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            return "";
        }
    }
}
