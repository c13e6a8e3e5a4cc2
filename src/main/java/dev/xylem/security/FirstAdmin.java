package dev.xylem.security;

import dev.xylem.api.ProblemException;
import dev.xylem.security.password.Passwords;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** On a first start with users in MongoDB, and none at all yet, there is one made, or nobody could ever come in. */
final class FirstAdmin {
    private static final Logger LOG = Logger.getLogger(FirstAdmin.class);
    private static final String NAME = "admin";
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final FileUsers inFile;
    private final List<StoredUsers> stored;
    private final Passwords passwords;

    FirstAdmin(FileUsers inFile, List<StoredUsers> stored, Passwords passwords) {
        this.inFile = inFile;
        this.stored = stored;
        this.passwords = passwords;
    }

    /** Now if the store answers; else as soon as it does, while the server serves already. */
    void make() {
        if (stored.isEmpty() || !inFile.isEmpty() || tryNow()) {
            return;
        }
        Thread.ofVirtual().name("first-admin").start(() -> {
            while (sleep() && !tryNow()) {
                LOG.debug("the store does not answer yet: nobody knows whether there are users");
            }
        });
    }

    private static boolean sleep() {
        try {
            Thread.sleep(BETWEEN_TRIES);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** True when nothing is left to do. */
    private boolean tryNow() {
        try {
            if (stored.stream().allMatch(StoredUsers::isEmpty)) {
                create(stored.getFirst());
            }
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private void create(StoredUsers users) {
        String password = Passwords.random();
        if (users.create(NAME, passwords.hash(password), List.of(NAME))) {
            // Not to the log, which is kept, sent elsewhere and read by many.
            System.out.printf(
                    "There were no users, so there is one now: %s, password %s%nIt is shown this once; change it.%n",
                    NAME, password);
        }
    }
}
