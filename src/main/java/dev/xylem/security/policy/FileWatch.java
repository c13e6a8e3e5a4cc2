package dev.xylem.security.policy;

import dev.xylem.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads a file again when its content changes. A file that is half written, or wrong, changes nothing: what was read last goes on to hold,
 * and the log says why, once.
 */
public final class FileWatch {
    private static final Logger LOG = Logger.getLogger(FileWatch.class);
    private static final int LOOK_MILLIS = 500;
    private static final int LOOKS_AT_A_LINE_WITHOUT_END = 6;

    private final Path file;
    private final Consumer<byte[]> accept;
    private byte[] seen;
    private byte[] lastLook;
    private int equalLooks;

    /** @param accept throws a {@link SettingsException} for content that is wrong */
    public FileWatch(Path file, Consumer<byte[]> accept) {
        this.file = file;
        this.accept = accept;
        this.seen = content();
        this.lastLook = seen;
    }

    /** Looks twice a second, until the process ends. */
    public void start() {
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

    /** What is still being written differs from one look to the next; what is judged is what was looked at. */
    void look() {
        byte[] now = content();
        equalLooks = Arrays.equals(now, lastLook) ? equalLooks + 1 : 0;
        lastLook = now;
        if (equalLooks < needed(now) || Arrays.equals(now, seen)) {
            return;
        }
        seen = now;
        try {
            accept.accept(now);
            LOG.infof("%s has changed and was read again", file);
        } catch (SettingsException e) {
            LOG.errorf("%s has changed and is wrong; what it said before goes on to hold:\n%s", file, e.text());
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s has changed and can't be used; what it said before goes on to hold", file);
        }
    }

    /** What ends within a line may be half of something, which a rule without its limits would be. */
    private static int needed(byte[] content) {
        boolean ends = content.length > 0 && content[content.length - 1] == '\n';
        return ends ? 1 : LOOKS_AT_A_LINE_WITHOUT_END;
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
