package dev.xylem.security.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** What is stored of a password, told apart by how it starts. {@code matches} takes one hash computation, whatever it answers. */
public sealed interface StoredPassword {

    /** Nobody's password is like this; plain text that looks so is more likely a hash that is not understood here. */
    Pattern LOOKS_HASHED = Pattern.compile("\\$[A-Za-z0-9-]{1,16}\\$.*|\\{[A-Z0-9-]{2,12}}.*");

    /** @param password UTF-8 of the normalised text */
    boolean matches(byte[] password);

    /** A text that is no password and no hash of a known kind, or one that costs too much: nobody comes in with it. */
    static Optional<StoredPassword> parse(String stored) {
        if (stored.startsWith("$argon2id$")) {
            return Argon2.parse(stored).map(Argon2id::new);
        }
        if (stored.startsWith("$2")) {
            return Bcrypt.isValid(stored) ? Optional.of(new Bcrypt(stored)) : Optional.empty();
        }
        if (stored.isEmpty() || LOOKS_HASHED.matcher(stored).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Plain(stored));
    }

    /** Argon2id. */
    record Argon2id(Argon2 stored) implements StoredPassword {
        @Override
        public boolean matches(byte[] password) {
            return MessageDigest.isEqual(stored.tag(), stored.compute(password));
        }
    }

    /** bcrypt 2a, 2b or 2y. It knows nothing of what lies beyond 72 bytes, so longer passwords never match. */
    record Bcrypt(String stored) implements StoredPassword {
        private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
        private static final int MOST_BYTES = 72;

        static boolean isValid(String stored) {
            return FORM.matcher(stored).matches();
        }

        @Override
        public boolean matches(byte[] password) {
            boolean fits = password.length <= MOST_BYTES;
            boolean same = OpenBSDBCrypt.checkPassword(stored, fits ? password : new byte[0]);
            return fits && same;
        }

        @Override
        public String toString() {
            return "Bcrypt[]";
        }
    }

    /** The password itself. The comparison is cheap: what a wrong one costs otherwise is added, so that time tells nothing. */
    record Plain(String stored) implements StoredPassword {
        @Override
        public boolean matches(byte[] password) {
            byte[] own = Normalizer.normalize(stored, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
            boolean same = MessageDigest.isEqual(own, password);
            return same || Nobody.INSTANCE.matches(password);
        }

        @Override
        public String toString() {
            return "Plain[]";
        }
    }

    /** Of a user who is not there: costs what a real one costs, and never matches. */
    enum Nobody implements StoredPassword {
        INSTANCE;

        private static final Argon2 DECOY = Argon2.decoy();

        @Override
        public boolean matches(byte[] password) {
            return MessageDigest.isEqual(DECOY.tag(), DECOY.compute(password));
        }
    }
}
